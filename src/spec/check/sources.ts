import type { GraphSpec } from "../language";
import * as messages from "../messages/index";
import { pointerTo } from "../pointer";
import { error, type Problem } from "../problem";

/** With several inputs, what enters a node must be said. */
export function checkSources({ inputs, nodes }: GraphSpec): Problem[] {
  const names = Object.keys(inputs);
  if (names.length === 1) return [];
  return Object.entries(nodes).flatMap(([name, node]) => {
    if (node.from !== undefined) return [];
    const pointer = pointerTo("/nodes", name);
    if (node.type !== "route") return [error(pointer, messages.sayFrom(names))];
    const open = Object.entries(node.branches).filter(
      ([, branch]) => Array.isArray(branch) || branch.from === undefined,
    );
    // Either the route says it for all of them, or each says it for itself.
    if (open.length === Object.keys(node.branches).length) return [error(pointer, messages.sayFrom(names))];
    return open.map(([key]) => error(pointerTo(pointer, "branches", key), messages.sayFrom(names)));
  });
}
