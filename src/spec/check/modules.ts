import type { GraphSpec, StackItem } from "../language";
import * as messages from "../messages/index";
import { modulesInOrder } from "./module-order";
import { pointerTo } from "../pointer";
import { error, type Problem } from "../problem";
import { stacksOf } from "./stacks";
import { nearest } from "../../text/suggest";

/** Every module that is used exists, and none contains itself. Bare names are known to exist already. */
export function checkModules(spec: GraphSpec): Problem[] {
  const modules = new Map(Object.entries(spec.modules ?? {}));
  const unknown = [...usesOf(spec)]
    .filter(({ module }) => !modules.has(module))
    .map(({ module, pointer }) => error(pointer, unknownModule(module, [...modules.keys()])));
  return [...unknown, ...circlesOf(modules)];
}

function unknownModule(name: string, known: readonly string[]) {
  return messages.unknownModule(name, nearest(name, known), known);
}

/** The uses that are written out, with the pointer of the module's name. */
function* usesOf(spec: GraphSpec): Generator<{ module: string; pointer: string }> {
  for (const { items, pointer } of stacksOf(spec)) {
    for (const [index, item] of items.entries()) {
      if (typeof item === "string" || item.type !== "module") continue;
      yield { module: item.module, pointer: pointerTo(pointer, index, "module") };
    }
  }
  for (const [name, node] of Object.entries(spec.nodes)) {
    if (node.type === "module") {
      yield { module: node.module, pointer: pointerTo("/nodes", name, "module") };
    }
  }
}

function circlesOf(modules: ReadonlyMap<string, readonly StackItem[]>): Problem[] {
  return modulesInOrder(modules).circles.map(({ name, index, names }) =>
    error(pointerTo("/modules", name, index), messages.moduleInItself(names)),
  );
}
