/* Which nodes, variables and inputs a value depends on. */
import { EspalierError } from "../errors";
import type { Graph, Node } from "./ir";
import * as messages from "./messages";

export interface Dependencies {
  /** Paths of nodes, the asked ones included. */
  readonly nodes: Set<string>;
  /** Paths of variables. */
  readonly variables: Set<string>;
  /** Names of inputs. */
  readonly inputs: Set<string>;
}

/** What is needed to tell. Of a graph, or of one that is still being made. */
export type Reachable = Pick<Graph, "nodes" | "variables" | "inputs">;

interface TraceOptions {
  /** Whether the head that decides on a route counts as something the route's value depends on. */
  readonly decisions: boolean;
  /** For routes by this tag, only the branch of this value is followed. */
  readonly active?: { readonly tag: string; readonly value: number };
}

function trace(graph: Reachable, paths: readonly string[], options: TraceOptions): Dependencies {
  const found: Dependencies = { nodes: new Set(), variables: new Set(), inputs: new Set() };

  function visit(path: string): void {
    const node = graph.nodes.get(path);
    if (!node) {
      if (!graph.inputs.some((input) => input.name === path)) throw unknownPath(path, graph);
      found.inputs.add(path);
      return;
    }
    if (found.nodes.has(path)) return;
    found.nodes.add(path);
    for (const variable of node.variables) found.variables.add(variable);
    for (const source of sourcesOf(node, options)) visit(source);
  }

  for (const path of paths) visit(path);
  return found;
}

function unknownPath(path: string, graph: Reachable): EspalierError {
  const known = [...graph.nodes.keys(), ...graph.inputs.map((input) => input.name)];
  const { message, hint } = messages.unknownPath(path, known);
  return new EspalierError(message, { hint });
}

/** The paths that a node's value is made of. A route's value is made of its branches' results. */
function sourcesOf(node: Node, { decisions, active }: TraceOptions): readonly string[] {
  if (node.kind !== "route") return node.inputs;
  const { by } = node;
  const only = active && "tag" in by && by.tag === active.tag ? active.value : undefined;
  const results = node.branches
    .filter((branch) => only === undefined || branch.index === only)
    .flatMap(({ output }) => output ?? []);
  if (!("head" in by)) return results;
  // In a joint answer the gate's probabilities are a factor; elsewhere they choose, and no gradient passes.
  return decisions || node.decode === "joint" ? [...results, by.head] : results;
}

/**
 * All that must run for the values at these paths (of nodes, heads, inputs). A node inside a branch needs its branch's
 * nodes but no gate: who runs through the branch is then the caller's to say. A route needs its gate.
 * @throws EspalierError for a path that is neither a node's nor an input's.
 */
export function dependencies(graph: Reachable, paths: readonly string[]): Dependencies {
  return trace(graph, paths, { decisions: true });
}

/**
 * The trainable variables that a loss at these heads sends gradients to. A gate that only chose the branch gets none.
 * `active` follows one branch of the routes by a tag, as a pure batch of that tag's value does.
 */
export function reached(
  graph: Reachable,
  heads: readonly string[],
  active?: { readonly tag: string; readonly value: number },
): Set<string> {
  const { variables } = trace(graph, heads, { decisions: false, ...(active && { active }) });
  return new Set([...variables].filter((path) => graph.variables.get(path)?.trainable));
}

/** Inputs that must be there for these values, in samples for which one branch of the routes by a tag is active. */
export function neededInputs(
  graph: Reachable,
  paths: readonly string[],
  active: { readonly tag: string; readonly value: number },
): Set<string> {
  return trace(graph, paths, { decisions: true, active }).inputs;
}
