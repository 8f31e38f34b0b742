import type { GraphSpec } from "../language";
import * as messages from "../messages/index";
import { pointerTo } from "../pointer";
import { error, type Problem } from "../problem";
import { branchesOf } from "./stacks";

/** With several inputs, what enters a node must be said. */
export function checkSources({ inputs, nodes }: GraphSpec): Problem[] {
  const names = Object.keys(inputs);
  if (names.length === 1) return [];
  return Object.entries(nodes).flatMap(([name, node]) => {
    if (node.from !== undefined) return [];
    const pointer = pointerTo("/nodes", name);
    const branches = branchesOf(node, pointer);
    const open = branches.filter(({ branch }) => Array.isArray(branch) || branch.from === undefined);
    // Either the node says it for all of its branches, or each says it for itself.
    const places = open.length === branches.length ? [{ pointer }] : open;
    return places.map((place) => error(place.pointer, messages.sayFrom(names)));
  });
}
