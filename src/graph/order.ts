/* The order in which nodes can run, and names that lead nowhere. */
import type { NormalGraph, NormalNode } from "../spec/normal";
import type { HeadIndex } from "./declare";
import * as messages from "./messages";
import type { ProblemReport } from "./report";
import { writtenKind } from "./nodes";
import type { Mention } from "./nodes/kind";

/** Nodes in an order in which each comes after what it needs, near to the spec's; without those that cannot run. */
export function orderNodes(spec: NormalGraph, heads: HeadIndex, report: ProblemReport): NormalNode[] {
  const nodes = new Map(spec.nodes.map((node) => [node.name, node]));
  const inputs = new Set(spec.inputs.map((input) => input.name));
  const names = [...nodes.keys(), ...inputs];
  const state = new Map<string, "open" | "done" | "broken">();
  const ordered: NormalNode[] = [];
  /** The nodes that are being looked at, each needed by the one before it; not calls, which go only so deep. */
  const trail: Visit[] = [];

  function begin(node: NormalNode): void {
    state.set(node.name, "open");
    trail.push({ node, needs: needsOf(node, heads), next: 0, sound: true });
  }

  /** Whether a source can run; `undefined` if it has to be looked at first. */
  function isSound(node: NormalNode, { name, pointer }: Mention): boolean | undefined {
    if (inputs.has(name)) return true;
    const source = nodes.get(name);
    if (!source) {
      report.error(pointer, () =>
        messages.unknownSource(
          name,
          names.filter((other) => other !== node.name),
        ),
      );
      return false;
    }
    const known = state.get(name);
    if (known === "open") {
      report.error(pointer, () => {
        const path = trail.map((visit) => visit.node.name);
        return messages.nodesInCircle([...path.slice(path.indexOf(name)), name]);
      });
      return false;
    }
    return known && known === "done";
  }

  for (const first of spec.nodes) {
    if (!state.has(first.name)) begin(first);
    for (let visit = trail.at(-1); visit; visit = trail.at(-1)) {
      const { node, needs } = visit;
      const mention = needs[visit.next];
      if (!mention) {
        trail.pop();
        state.set(node.name, visit.sound ? "done" : "broken");
        if (visit.sound) ordered.push(node);
        continue;
      }
      const sound = isSound(node, mention);
      if (sound === undefined) {
        begin(nodes.get(mention.name)!);
        continue;
      }
      // All sources are looked at, also after one that is unsound.
      visit.next += 1;
      visit.sound &&= sound;
    }
  }
  return ordered;
}

interface Visit {
  readonly node: NormalNode;
  readonly needs: readonly Mention[];
  next: number;
  sound: boolean;
}

/** The nodes and inputs that must come before: those that enter, and the gate. */
function needsOf(node: NormalNode, heads: HeadIndex): Mention[] {
  const kind = writtenKind(node);
  return [...kind.mentions(node), ...kind.needsFirst(node, heads)];
}
