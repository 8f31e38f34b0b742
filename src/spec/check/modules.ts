import type { GraphSpec } from "../language";
import * as messages from "../messages/index";
import { modulesInOrder } from "./module-order";
import { usesOfModules } from "./module-sizes";
import { pointerTo } from "../pointer";
import { error, type Problem } from "../problem";
import { partsOf, usesIn } from "./stacks";
import { nearest } from "../../text/suggest";

/** Every module that is used exists, and none contains itself. Bare names are known to exist already. */
export function checkModules(spec: GraphSpec): Problem[] {
  const { modules = {} } = spec;
  const known = Object.keys(modules);
  const unknown: Problem[] = [];
  for (const { part, pointer } of partsOf(spec)) {
    for (const { module, pointer: place } of usesIn(part, pointer, () => false)) {
      if (Object.hasOwn(modules, module)) continue;
      unknown.push(error(pointerTo(place, "module"), unknownModule(module, known)));
    }
  }
  const { circles } = modulesInOrder(usesOfModules(modules));
  return [...unknown, ...circles.map(({ pointer, names }) => error(pointer, messages.moduleInItself(names)))];
}

function unknownModule(name: string, known: readonly string[]) {
  return messages.unknownModule(name, nearest(name, known), known);
}
