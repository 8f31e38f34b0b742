/* Parts of a network that serve nothing: they build, but they are most likely a slip. */
import type { NormalGraph } from "../spec/normal";
import type { Node, Phase } from "./ir";
import * as messages from "./messages";
import type { Unplanned } from "./phases";
import { reached } from "./reach";
import type { ProblemReport } from "./report";
import { allMentions } from "./sources";

/** Warns of inputs and nodes that nothing uses. In a row of unused nodes only the last is named. */
export function warnOfUnused(graph: Unplanned, spec: NormalGraph, report: ProblemReport): void {
  const used = new Set(spec.nodes.flatMap((node) => allMentions(node).map(({ name }) => name)));
  for (const { name, pointer } of graph.inputs) {
    if (!used.has(name)) report.warn(pointer, messages.unusedInput(name), "key");
  }
  // Without any head every node would be named; that is one problem, and the plan reports it.
  if (graph.heads.length === 0) return;
  for (const { name, pointer } of spec.nodes) {
    if (!used.has(name) && !isResult(graph, name)) report.warn(pointer, messages.unusedNode(name), "key");
  }
}

/** Whether a node is of use by itself: it has a head, or it is a route that merges heads into an answer. */
function isResult(graph: Unplanned, name: string): boolean {
  const node = graph.nodes.get(name);
  if (node?.kind === "route" && node.answer) return true;
  return graph.heads.some(({ path }) => path === name || path.startsWith(`${name}/`));
}

/**
 * Warns of nodes and branches whose weights some loss could move, but no phase does. Weights from a saved model need
 * no training.
 */
export function warnOfUntrained(
  graph: Unplanned,
  spec: NormalGraph,
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
  for (const node of spec.nodes) {
    if (node.kind === "stack") {
      const isOwn = ({ path }: Node) => path === node.name || path.startsWith(`${node.name}/`);
      warn(node.name, node.pointer, graph.body.filter(isOwn));
      continue;
    }
    const route = graph.nodes.get(node.name);
    if (route?.kind !== "route") continue;
    for (const { key, pointer } of node.branches) {
      const branch = route.branches.find((candidate) => candidate.key === key);
      if (branch) warn(branch.path, pointer, branch.body);
    }
  }
}
