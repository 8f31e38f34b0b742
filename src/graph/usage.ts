/* Parts of a network that serve nothing: they build, but they are most likely a slip. */
import type { NormalGraph, NormalItem, NormalNode } from "../spec/normal";
import type { DeclaredHead } from "./declare";
import { findHead } from "./declare";
import type { Graph, Node, Phase } from "./ir";
import * as messages from "./messages";
import type { ProblemReport } from "./report";
import { allMentions } from "./sources";

/** Warns of inputs and nodes that nothing uses. In a row of unused nodes only the last is named. */
export function warnOfUnused(spec: NormalGraph, heads: readonly DeclaredHead[], report: ProblemReport): void {
  const used = new Set(spec.nodes.flatMap((node) => allMentions(node).map(({ name }) => name)));
  for (const node of spec.nodes) {
    if (node.kind === "route" && "head" in node.by) {
      const gate = findHead(node.by.head, heads);
      if (gate) used.add(gate.node);
    }
  }
  for (const { name, pointer } of spec.inputs) {
    if (!used.has(name)) report.warn(pointer, messages.unusedInput(name), "key");
  }
  const learning = new Set(heads.map((head) => head.node));
  // Without any head every node would be named; that is one problem, and the plan reports it.
  if (heads.length === 0) return;
  for (const { name, pointer } of spec.nodes) {
    if (!used.has(name) && !learning.has(name)) report.warn(pointer, messages.unusedNode(name), "key");
  }
}

/**
 * Warns of nodes and branches none of whose weights any phase trains. Weights from a saved model need no training, and
 * what is unused is another problem.
 */
export function warnOfUntrained(
  graph: Pick<Graph, "body" | "variables" | "loaded">,
  spec: NormalGraph,
  phases: readonly Phase[],
  report: ProblemReport,
): void {
  if (phases.length === 0) return;
  const trained = new Set(phases.flatMap((phase) => phase.train));
  const idle = (nodes: readonly Node[]): boolean => {
    const own = nodes
      .flatMap((node) => node.variables)
      .filter((path) => graph.variables.get(path)?.trainable && !graph.loaded.has(path));
    return own.length > 0 && !own.some((path) => trained.has(path));
  };
  const owned = (name: string) =>
    graph.body.filter((node) => node.path === name || node.path.startsWith(`${name}/`));
  for (const node of spec.nodes) {
    if (node.kind === "stack") {
      if (idle(owned(node.name)) && isUsed(node, spec)) {
        report.warn(node.pointer, messages.neverTrained(node.name));
      }
      continue;
    }
    const route = graph.body.find((candidate) => candidate.path === node.name);
    if (route?.kind !== "route") continue;
    for (const branch of route.branches) {
      const pointer = node.branches.find(({ key }) => key === branch.key)?.pointer;
      if (pointer !== undefined && idle(branch.body))
        report.warn(pointer, messages.neverTrained(branch.path));
    }
  }
}

function isUsed(node: Extract<NormalNode, { kind: "stack" }>, spec: NormalGraph): boolean {
  const hasHead = (items: readonly NormalItem[]) => items.some((item) => item.kind === "head");
  return (
    hasHead(node.items) ||
    spec.nodes.some((other) => allMentions(other).some(({ name }) => name === node.name))
  );
}
