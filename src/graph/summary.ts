/* A graph as a table: nodes, shapes, parameters, FLOPs. */
import type { ParameterCount } from "./cost";
import {
  branchFlops,
  countParameters,
  expectedCost,
  expectedFlops,
  othersThrough,
  sharesAlike,
  totalFlops,
} from "./cost";
import type { DataType, Graph, Node, Shape } from "./ir";
import { builtKind, labelOf } from "./nodes";
import { nodesWithin } from "./walk";
import { textTable, type TextColumn } from "../text/table";
import { shapeText } from "../text/wording";

export interface SummaryRow {
  /** Rows of a node with branches and of a branch are totals of the rows under them, one `depth` further in. */
  readonly kind: "input" | "branch" | Node["kind"];
  readonly depth: number;
  readonly path: string;
  /** The layer's type (`conv2d`), the head's loss, the route's rule, an input's data type and how it is scaled. */
  readonly type: string;
  /** One sample's; `undefined` for a branch without a result of its own. */
  readonly shape: Shape | undefined;
  readonly dtype: DataType | undefined;
  /** Of this node; a weight that an earlier row has counted is not counted again. */
  readonly parameters: ParameterCount;
  /** Whether its weights are those of an earlier row (a shared module). */
  readonly shared: boolean;
  /** Forward, for one sample that runs through it (see `layers/kind.ts` for what is counted). */
  readonly flops: number;
}

export interface SummaryTotals {
  readonly parameters: ParameterCount;
  /** For one sample, if every branch runs. */
  readonly flops: number;
  /** For one sample on average, if a route's branches are taken equally often. */
  readonly expectedFlops: number;
  readonly routes: readonly {
    readonly path: string;
    /** For one sample that takes this branch: the branch, and all that runs anyway. */
    readonly branches: readonly { readonly key: string; readonly flops: number }[];
  }[];
}

/** Rows in the order in which the nodes run: inputs, then nodes, a route's branches under it. */
export function summarise(graph: Graph): SummaryRow[] {
  const counted = new Set<string>();
  const rows: SummaryRow[] = graph.inputs.map(({ name, shape, dtype, scale, variables }) => {
    return {
      kind: "input",
      depth: 0,
      path: name,
      type: variables.length > 0 ? `${dtype}, ${scale}` : dtype,
      shape,
      dtype,
      parameters: countParameters(graph, variables),
      shared: false,
      flops: 0,
    };
  });

  function add(node: Node, depth: number): void {
    const { kind, path, shape, dtype, variables, flops, branches } = node;
    const type = graph.missing.has(path) ? "load" : builtKind(node).summary(node);
    // Rows of a node with branches are totals: of what earlier rows have not counted, but those that follow will.
    const inside = variablesOf([node]);
    const unseen = new Set(inside.filter((variable) => !counted.has(variable)));
    const fresh = (all: readonly string[]) =>
      countParameters(
        graph,
        all.filter((path) => unseen.has(path)),
      );
    rows.push({
      kind,
      depth,
      path,
      type,
      shape,
      dtype,
      parameters: fresh(inside),
      shared: variables.some((variable) => !unseen.has(variable)),
      flops,
    });
    variables.forEach((variable) => counted.add(variable));
    for (const branch of branches) {
      const result = branch.output === undefined ? undefined : graph.nodes.get(branch.output);
      rows.push({
        kind: "branch",
        depth: depth + 1,
        path: branch.path,
        type: branch.body.length > 0 ? "branch" : (branch.output ?? "group of one"),
        shape: result?.shape,
        dtype: result?.dtype,
        parameters: fresh(variablesOf(branch.body)),
        shared: false,
        flops: branchFlops(branch),
      });
      branch.body.forEach((inner) => add(inner, depth + 2));
    }
  }

  graph.body.forEach((node) => add(node, 0));
  return rows;
}

const variablesOf = (body: readonly Node[]) => nodesWithin(body).flatMap((node) => node.variables);

/** The sums under the table. */
export function summaryTotals(graph: Graph): SummaryTotals {
  return {
    parameters: countParameters(graph, graph.variables.keys()),
    flops: totalFlops(graph),
    expectedFlops: expectedFlops(graph),
    routes: flopsByBranch(graph.body, 0),
  };
}

/**
 * For each node with branches, what `flopsThrough` has for each of them, without a walk through the graph for each.
 *
 * @param anyway FLOPs for a sample that comes here, of all outside of this body
 */
function flopsByBranch(body: readonly Node[], anyway: number): SummaryTotals["routes"] {
  const forks = body.filter((node) => node.branches.length > 0);
  const averages = forks.map((node) => expectedCost(node));
  const ofForks = averages.reduce((sum, flops) => sum + flops, 0);
  const elsewhere = body.reduce((sum, node) => sum + (node.branches.length > 0 ? 0 : node.flops), anyway);
  return forks.flatMap((node, i) => {
    const { path, branches } = node;
    const around = elsewhere + (ofForks - (averages[i] ?? 0));
    const own = node.flops - branches.reduce((sum, branch) => sum + branchFlops(branch), 0);
    const insides = branches.map(({ body }) => body.reduce((sum, inner) => sum + expectedCost(inner), 0));
    const all = insides.reduce((sum, flops) => sum + flops, 0);
    const others = othersThrough(node);
    const alike = sharesAlike(node);
    const costs = branches.map((branch, b) => {
      const inside = insides[b]!;
      // What runs anyway does so whichever branch is looked at.
      if (others === undefined) {
        return { branch, inside: alike[b]! * inside, flops: around + (averages[i] ?? 0) };
      }
      return { branch, inside, flops: around + own + inside + others * (all - inside) };
    });
    return [
      { path, branches: costs.map(({ branch, flops }) => ({ key: branch.key, flops })) },
      ...costs.flatMap(({ branch, inside, flops }) => flopsByBranch(branch.body, flops - inside)),
    ];
  });
}

/** The summary as plain text: an aligned table, and the totals under it. Ends without a line break. */
export function formatSummary(graph: Graph): string {
  const rows = summarise(graph);
  const column = (title: string, cell: (row: SummaryRow) => string, right = false): TextColumn => {
    return { title, right, cells: rows.map(cell) };
  };
  const columns = [
    column("node", (row) => "  ".repeat(row.depth) + row.path),
    column("type", (row) => labelOf(row.kind) + row.type),
    column("shape", (row) => (row.shape ? shapeText(row.shape) : "")),
    column("parameters", (row) => (row.shared ? "shared" : number(row.parameters.all)), true),
    column("FLOPs", (row) => number(row.flops), true),
  ];
  const title = graph.name === "" ? [] : [graph.name];
  return [...title, ...textTable(columns, "-"), "", ...totalLines(summaryTotals(graph))].join("\n");
}

function totalLines({ parameters, flops, expectedFlops: expected, routes }: SummaryTotals): string[] {
  const trainable = `parameters: ${number(parameters.all)} (${number(parameters.trainable)} trainable)`;
  const all = `FLOPs for one sample: ${number(flops)}`;
  // Where every branch runs anyway, or none has layers of its own, there is but one number.
  if (expected === flops || Number.isNaN(flops)) return [trainable, all];
  return [
    trainable,
    `${all} if every branch runs, ${number(expected)} on average if branches are taken equally often`,
    ...routes.map(({ path, branches }) => {
      const each = branches.map((branch) => `${branch.key} ${number(branch.flops)}`);
      return `FLOPs for one sample by its branch of ${path}: ${each.join(", ")}`;
    }),
  ];
}

/** Whole numbers with their thousands set apart, averages rounded: `1,234`; `?` for what a missing file would say. */
function number(value: number): string {
  if (Number.isNaN(value)) return "?";
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ",");
}
