/* Parts of a network that serve nothing: they build, but they are most likely a slip. */
import type { NormalGraph } from "../spec/normal";
import type { Node, Phase } from "./ir";
import * as messages from "./messages";
import type { StackPlace } from "./modules";
import { builtKind, writtenKind } from "./nodes";
import type { Unplanned } from "./plan/phases";
import { reached } from "./reach";
import type { ProblemReport } from "./report";
import { branchesWithin, nodesWithin } from "./walk";

/** Warns of inputs and nodes that nothing uses. In a row of unused nodes only the last is named. */
export function warnOfUnused(graph: Unplanned, spec: NormalGraph, report: ProblemReport): void {
  const used = new Set(
    spec.nodes.flatMap((node) =>
      writtenKind(node)
        .mentions(node)
        .map(({ name }) => name),
    ),
  );
  for (const { name, pointer } of graph.inputs) {
    if (!used.has(name)) report.warn(pointer, messages.unusedInput(name), "key");
  }
  // Without any head every node would be named; that is one problem, and the plan reports it.
  if (graph.heads.length === 0) return;
  const ending = new Set(graph.heads.map(({ path }) => ownerOf(path)));
  for (const { name, pointer } of spec.nodes) {
    if (!used.has(name) && !ending.has(name) && !answers(graph, name))
      report.warn(pointer, messages.unusedNode(name), "key");
  }
}

/** The node of the spec that a path belongs to: no name has a slash in it. */
const ownerOf = (path: string) => path.split("/", 1)[0] ?? path;

/** Whether a node is of use by itself without a head of its own: a route that merges heads into an answer, say. */
function answers(graph: Unplanned, name: string): boolean {
  const node = graph.nodes.get(name);
  return node !== undefined && builtKind(node).answers(node);
}

/**
 * Warns of nodes and branches whose weights some loss could move, but no phase does. Weights from a saved model need
 * no training.
 */
export function warnOfUntrained(
  graph: Unplanned,
  stacks: readonly StackPlace[],
  phases: readonly Phase[],
  report: ProblemReport,
): void {
  if (phases.length === 0) return;
  const trained = new Set(phases.flatMap((phase) => phase.train));
  const movable = reached(
    graph,
    graph.heads.map((head) => head.path),
  );
  const warn = (path: string, pointer: string, nodes: readonly Node[]) => {
    const own = nodes.flatMap((node) => node.variables);
    const idle = own.filter((variable) => movable.has(variable) && !graph.loaded.has(variable));
    if (idle.length > 0 && !own.some((variable) => trained.has(variable))) {
      report.warn(pointer, messages.neverTrained(path));
    }
  };
  const bodies = new Map<string, Node[]>();
  for (const node of graph.body) {
    const body = bodies.get(ownerOf(node.path));
    if (body) body.push(node);
    else bodies.set(ownerOf(node.path), [node]);
  }
  for (const { branch } of branchesWithin(graph.body)) bodies.set(branch.path, nodesWithin(branch.body));
  for (const { path, spec } of stacks) warn(path, spec.pointer, bodies.get(path) ?? []);
}
