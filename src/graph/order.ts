/* The order in which nodes can run, and names that lead nowhere. */
import type { NormalGraph, NormalNode } from "../spec/normal";
import { pointerTo } from "../spec/pointer";
import type { DeclaredHead } from "./declare";
import { findHead } from "./declare";
import * as messages from "./messages";
import type { ProblemReport } from "./report";
import type { Mention } from "./sources";
import { allMentions } from "./sources";

/** Nodes in an order in which each comes after what it needs, near to the spec's; without those that cannot run. */
export function orderNodes(
  spec: NormalGraph,
  heads: readonly DeclaredHead[],
  report: ProblemReport,
): NormalNode[] {
  const nodes = new Map(spec.nodes.map((node) => [node.name, node]));
  const inputs = new Set(spec.inputs.map((input) => input.name));
  const state = new Map<string, "open" | "done" | "broken">();
  const ordered: NormalNode[] = [];

  function sound(node: NormalNode, { name, pointer }: Mention, path: readonly string[]): boolean {
    if (inputs.has(name)) return true;
    const source = nodes.get(name);
    if (!source) {
      const known = [...nodes.keys(), ...inputs].filter((other) => other !== node.name);
      report.error(pointer, messages.unknownSource(name, known));
      return false;
    }
    if (state.get(name) === "open") {
      report.error(pointer, messages.nodesInCircle([...path.slice(path.indexOf(name)), name]));
      return false;
    }
    return visit(source, path);
  }

  function visit(node: NormalNode, trail: readonly string[]): boolean {
    const known = state.get(node.name);
    if (known) return known === "done";
    state.set(node.name, "open");
    const path = [...trail, node.name];
    // All sources are looked at, also after one that is unsound.
    const unsound = needsOf(node, heads).filter((mention) => !sound(node, mention, path));
    state.set(node.name, unsound.length > 0 ? "broken" : "done");
    if (unsound.length === 0) ordered.push(node);
    return unsound.length === 0;
  }

  for (const node of spec.nodes) visit(node, []);
  return ordered;
}

/** The nodes and inputs that must come before: those that enter, and the gate. */
function needsOf(node: NormalNode, heads: readonly DeclaredHead[]): Mention[] {
  const entering = allMentions(node);
  if (node.kind === "stack" || !("head" in node.by)) return entering;
  const gate = findHead(node.by.head, heads);
  // A gate inside a branch is another problem, which the route reports.
  if (!gate || gate.branch !== undefined) return entering;
  return [...entering, { name: gate.node, pointer: pointerTo(node.pointer, "by") }];
}
