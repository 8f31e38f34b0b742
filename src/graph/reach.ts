/* Which nodes, variables and inputs a value depends on. */
import { EspalierError } from "../errors";
import type { Graph, HeadNode, Node } from "./ir";
import * as messages from "./messages";
import { builtKind } from "./nodes";
import type { SourceOptions } from "./nodes/kind";

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

function trace(graph: Reachable, paths: readonly string[], options: SourceOptions): Dependencies {
  const found: Dependencies = { nodes: new Set(), variables: new Set(), inputs: new Set() };
  const names = new Set(graph.inputs.map((input) => input.name));
  // What is still to be looked at, the next one last; not calls, which go only so deep.
  const open = [...paths].reverse();
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const node = graph.nodes.get(path);
    if (!node) {
      if (!names.has(path)) throw unknownPath(path, graph);
      found.inputs.add(path);
      continue;
    }
    if (found.nodes.has(path)) continue;
    found.nodes.add(path);
    for (const variable of node.variables) found.variables.add(variable);
    const sources = sourcesOf(node, options);
    for (let i = sources.length - 1; i >= 0; i--) open.push(sources[i]!);
  }
  return found;
}

function unknownPath(path: string, graph: Reachable): EspalierError {
  const known = [...graph.nodes.keys(), ...graph.inputs.map((input) => input.name)];
  const { message, hint } = messages.unknownPath(path, known);
  return new EspalierError(message, { hint });
}

/** The paths that a node's value is made of. */
function sourcesOf(node: Node, options: SourceOptions): readonly string[] {
  return builtKind(node).sources(node, options);
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
  const { variables } = trace(graph, heads, { decisions: false, gradients: true, ...(active && { active }) });
  return new Set([...variables].filter((path) => graph.variables.get(path)?.trainable));
}

/**
 * The heads whose loss sends a gradient to one of these variables: one pass from the inputs on, where `reached` would
 * be one for each head.
 */
export function headsOver(
  graph: Pick<Graph, "nodes" | "variables" | "heads">,
  variables: readonly string[],
): HeadNode[] {
  const moved = new Set(variables.filter((path) => graph.variables.get(path)?.trainable));
  const touched = new Set<string>();
  // Nodes were entered in the order in which they can run: each comes after what it is made of.
  for (const node of graph.nodes.values()) {
    const isTouched =
      node.variables.some((path) => moved.has(path)) ||
      sourcesOf(node, { decisions: false, gradients: true }).some((path) => touched.has(path));
    if (isTouched) touched.add(node.path);
  }
  return graph.heads.filter(({ path }) => touched.has(path));
}

/**
 * Asks of one value after another whether every input that it needs is there in samples for which one branch of the
 * routes by a tag is active. What is known of one is not asked again for the next.
 */
export function runsWith(
  graph: Reachable,
  active: { readonly tag: string; readonly value: number },
): (path: string) => boolean {
  const missing = new Set(
    graph.inputs
      .filter(({ when }) => (when[active.tag] ?? active.value) !== active.value)
      .map(({ name }) => name),
  );
  const known = new Map<string, boolean>();
  return (path) => {
    const open = [path];
    for (let next = open.at(-1); next !== undefined; next = open.at(-1)) {
      const node = graph.nodes.get(next);
      if (known.has(next) || !node) {
        if (!node) known.set(next, !missing.has(next));
        open.pop();
        continue;
      }
      const sources = sourcesOf(node, { decisions: true, active });
      const unknown = sources.filter((source) => !known.has(source));
      if (unknown.length > 0) {
        open.push(...unknown);
        continue;
      }
      known.set(
        next,
        sources.every((source) => known.get(source)),
      );
      open.pop();
    }
    return known.get(path) ?? false;
  };
}
