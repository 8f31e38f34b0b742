/* A graph as a table: nodes, shapes, parameters, FLOPs. */
import type { ParameterCount } from "./cost";
import { branchFlops, countParameters, expectedFlops, routesOf, totalFlops } from "./cost";
import type { DataType, Graph, Node, RouteNode, Shape } from "./ir";
import { textTable, type TextColumn } from "../text/table";
import { shapeText } from "../text/wording";

export interface SummaryRow {
  /** A route's row and a branch's are totals of the rows under them, one `depth` further in. */
  readonly kind: "input" | "layer" | "head" | "route" | "branch";
  readonly depth: 0 | 1 | 2;
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

  function row(node: Node, depth: 0 | 2): void {
    if (node.kind === "route") {
      routeRows(node);
      return;
    }
    const { kind, path, shape, dtype, variables, flops } = node;
    const own = variables.filter((variable) => !counted.has(variable));
    own.forEach((variable) => counted.add(variable));
    const type = node.kind === "head" ? node.loss : graph.missing.has(path) ? "load" : node.layer.type;
    const parameters = countParameters(graph, own);
    const shared = own.length < variables.length;
    rows.push({ kind, depth, path, type, shape, dtype, parameters, shared, flops });
  }

  function routeRows(route: RouteNode): void {
    const { path, shape, dtype, flops } = route;
    // What other rows have counted; the rows of this route's own nodes follow below.
    const inBranches = new Set(route.branches.flatMap(({ body }) => body.flatMap((node) => node.variables)));
    const unseen = new Set([...inBranches].filter((variable) => !counted.has(variable)));
    const fresh = (nodes: readonly Node[]) =>
      countParameters(
        graph,
        nodes.flatMap((node) => node.variables).filter((variable) => unseen.has(variable)),
      );
    const by = "head" in route.by ? route.by.head : route.by.tag;
    rows.push({
      kind: "route",
      depth: 0,
      path,
      type: `${route.answer ? `${route.decode} ` : ""}by ${by}`,
      shape,
      dtype,
      parameters: fresh(route.branches.flatMap(({ body }) => body)),
      shared: false,
      flops,
    });
    for (const branch of route.branches) {
      const result = branch.output === undefined ? undefined : graph.nodes.get(branch.output);
      rows.push({
        kind: "branch",
        depth: 1,
        path: branch.path,
        type: branch.body.length > 0 ? "branch" : (branch.output ?? "group of one"),
        shape: result?.shape,
        dtype: result?.dtype,
        parameters: fresh(branch.body),
        shared: false,
        flops: branchFlops(branch),
      });
      branch.body.forEach((node) => row(node, 2));
    }
  }

  graph.body.forEach((node) => row(node, 0));
  return rows;
}

/** The sums under the table. */
export function summaryTotals(graph: Graph): SummaryTotals {
  const routes = routesOf(graph);
  const averages = routes.map(averageFlops);
  const ofRoutes = averages.reduce((sum, flops) => sum + flops, 0);
  const elsewhere = totalFlops(graph) - routes.reduce((sum, route) => sum + route.flops, 0);
  return {
    parameters: countParameters(graph, graph.variables.keys()),
    flops: totalFlops(graph),
    expectedFlops: expectedFlops(graph),
    routes: routes.map((route, i) => {
      // As `flopsThrough` has it, without a walk through the graph for each branch.
      const around = elsewhere + (ofRoutes - (averages[i] ?? 0));
      const joint = route.decode === "joint";
      return {
        path: route.path,
        branches: route.branches.map((branch) => ({
          key: branch.key,
          flops: around + (joint ? route.flops : branchFlops(branch)),
        })),
      };
    }),
  };
}

/** FLOPs of a route for one sample if its branches are taken equally often; a joint one runs all. */
function averageFlops(route: RouteNode): number {
  if (route.decode === "joint") return route.flops;
  const share = 1 / route.branches.length;
  return route.branches.reduce((sum, branch) => sum + share * branchFlops(branch), 0);
}

/** The summary as plain text: an aligned table, and the totals under it. Ends without a line break. */
export function formatSummary(graph: Graph): string {
  const rows = summarise(graph);
  const column = (title: string, cell: (row: SummaryRow) => string, right = false): TextColumn => {
    return { title, right, cells: rows.map(cell) };
  };
  const columns = [
    column("node", (row) => "  ".repeat(row.depth) + row.path),
    column("type", (row) => (row.kind === "head" ? `head: ${row.type}` : row.type)),
    column("shape", (row) => (row.shape ? shapeText(row.shape) : "")),
    column("parameters", (row) => (row.shared ? "shared" : number(row.parameters.all)), true),
    column("FLOPs", (row) => number(row.flops), true),
  ];
  const title = graph.name === "" ? [] : [graph.name];
  return [...title, ...textTable(columns, "-"), "", ...totalLines(summaryTotals(graph))].join("\n");
}

function totalLines({ parameters, flops, expectedFlops: expected, routes }: SummaryTotals): string[] {
  const trainable = `parameters: ${number(parameters.all)} (${number(parameters.trainable)} trainable)`;
  const whole = `FLOPs for one sample: ${number(flops)}`;
  // Where every branch runs anyway, or none has layers of its own, there is but one figure.
  if (expected === flops || Number.isNaN(flops)) return [trainable, whole];
  return [
    trainable,
    `${whole} if every branch runs, ${number(expected)} on average if branches are taken equally often`,
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
