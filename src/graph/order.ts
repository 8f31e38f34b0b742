/* The order in which the nodes of a body can run, and names that lead nowhere. */
import type { NormalNetwork, NormalNode } from "../spec/normal";
import * as messages from "./messages";
import type { Names } from "./names";
import { ENTERING, firstName, hasBranches } from "./names";
import { writtenKind } from "./nodes";
import type { Mention } from "./nodes/kind";
import type { ProblemReport } from "./report";

/** What must be there before a node. */
interface Need extends Mention {
  /** Whether it decides where samples go: another check says what is wrong where there is no such head. */
  readonly decides: boolean;
  /** The networks within that it is named in, the innermost first. */
  readonly within: readonly NormalNetwork[];
}

/** Nodes in an order in which each comes after what it needs, near to the spec's; without those that cannot run. */
export function orderNodes(
  all: readonly NormalNode[],
  names: Names,
  report: ProblemReport,
): readonly NormalNode[] {
  const { nodes, given } = names;
  const state = new Map<string, "open" | "done" | "broken">();
  const ordered: NormalNode[] = [];
  /** The nodes that are being looked at, each needed by the one before it; not calls, which go only so deep. */
  const trail: Visit[] = [];

  function begin(node: NormalNode): void {
    state.set(node.name, "open");
    trail.push({ node, needs: needsOf(node), next: 0, sound: true });
  }

  /** Whether a source can run; `undefined` if it has to be looked at first. */
  function isSound(node: NormalNode, need: Need): boolean | undefined {
    const { name, pointer, decides } = need;
    const source = nodes.get(name);
    if (decides && (!source || hasBranches(source))) return true;
    if (!source) {
      if (given.has(name)) return true;
      // A name from around: the node that this body stands in came after it, or else it has a problem.
      const outer = names.around?.where((around) => around.nodes.has(name) || around.given.has(name));
      if (outer) return outer.own(name) !== undefined;
      report.error(pointer, () => messages.unknownSource(name, namesFor(node, need, names)));
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

  for (const first of all) {
    if (!state.has(first.name)) begin(first);
    for (let visit = trail.at(-1); visit; visit = trail.at(-1)) {
      const { node, needs } = visit;
      const need = needs[visit.next];
      if (!need) {
        trail.pop();
        state.set(node.name, visit.sound ? "done" : "broken");
        if (visit.sound) ordered.push(node);
        continue;
      }
      const sound = isSound(node, need);
      if (sound === undefined) {
        begin(nodes.get(need.name)!);
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
  readonly needs: readonly Need[];
  next: number;
  sound: boolean;
}

/**
 * The names that a node, or what stands inside of it, takes in from the body that it stands in, or from around that, or is
 * decided on by.
 */
export const namesUsed = (node: NormalNode): string[] => needsOf(node).map(({ name }) => name);

/** The nodes and inputs that must come before: those that enter, those that decide, and what its branches take in. */
function needsOf(node: NormalNode): Need[] {
  const kind = writtenKind(node);
  const networks = kind.stacks(node).flatMap(({ items }) => items.filter((item) => item.kind === "network"));
  return [
    ...kind.mentions(node).map((mention): Need => ({ ...mention, decides: false, within: [] })),
    ...kind
      .needsFirst(node)
      .map(({ name, pointer }): Need => ({ name: firstName(name), pointer, decides: true, within: [] })),
    ...networks.flatMap(needsOutside),
  ];
}

/** What a network within a branch needs of what is around it. */
function needsOutside(network: NormalNetwork): readonly Need[] {
  let found = outside.get(network);
  if (!found) {
    const own = new Map(network.nodes.map((node) => [node.name, node]));
    found = network.nodes
      .flatMap(needsOf)
      .filter(({ name, decides }) =>
        decides ? !own.has(name) || hasBranches(own.get(name)) : !own.has(name) && name !== ENTERING,
      )
      .map((need) => ({ ...need, within: [...need.within, network] }));
    outside.set(network, found);
  }
  return found;
}

/** A branch that is written once for a thousand is asked a thousand times. */
const outside = new WeakMap<NormalNetwork, readonly Need[]>();

/** What an unknown name may have meant: names of the networks within that it is named in, then of those around. */
function namesFor(node: NormalNode, { within }: Need, names: Names): string[] {
  const inner = within.flatMap((network) => network.nodes.map(({ name }) => name));
  const known = [...inner];
  for (let around: Names | undefined = names; around; around = around.around) {
    known.push(...[...around.nodes.keys()].filter((name) => name !== node.name), ...around.given);
  }
  return [...new Set(known)];
}
