import type { GraphSpec, StackItem } from "../language";
import { pointerTo } from "../pointer";

/** A list of items as it stands in a spec. */
interface WrittenStack {
  readonly items: readonly StackItem[];
  readonly pointer: string;
}

/** Every stack of a spec: of modules, of nodes, of branches. */
export function* stacksOf(spec: GraphSpec): Generator<WrittenStack> {
  for (const [name, items] of Object.entries(spec.modules ?? {})) {
    yield { items, pointer: pointerTo("/modules", name) };
  }
  for (const [name, node] of Object.entries(spec.nodes)) {
    const pointer = pointerTo("/nodes", name);
    if (node.type === undefined || node.type === "stack") {
      yield { items: node.layers, pointer: pointerTo(pointer, "layers") };
    }
    if (node.type !== "route") continue;
    for (const [key, branch] of Object.entries(node.branches)) {
      const place = pointerTo(pointer, "branches", key);
      if (Array.isArray(branch)) yield { items: branch, pointer: place };
      else if (branch.layers) yield { items: branch.layers, pointer: pointerTo(place, "layers") };
    }
  }
}
