import type { BareNames } from "../bare-names";
import * as messages from "../messages/index";
import { pointerTo } from "../pointer";
import { error, type Problem } from "../problem";
import type { JsonSchema } from "../json-schema";
import { definition, layerSchemas } from "../schema";
import { nearest } from "../../text/suggest";
import { hasColon } from "../../open-table";
import { layerForm, ownForms } from "../own-forms";
import { ownProblem } from "./own";

/** Kinds of items that are no layers; as bare names all of them lack something. */
const otherItems: ReadonlyMap<string, JsonSchema> = new Map([
  ["head", definition("HeadLayer")],
  ["load", definition("LoadSpec")],
  ["module", definition("ModuleUse")],
]);

/** What is wrong with a bare text in a stack: unknown, or the name of a layer that must say more. */
export function bareItemProblem(
  name: string,
  path: readonly (string | number)[],
  names: BareNames,
): Problem | undefined {
  if (names.modules && isAmong(names.modules, name)) return undefined;
  const pointer = pointerTo("", ...path);
  const schema = layerForm(name) ?? otherItems.get(name);
  if (!schema && hasColon(name)) return error(pointer, ownProblem("layer", name));
  if (!schema) return error(pointer, messages.unknownItem(name, nearestItem(name, names), names));
  const needed = schema.required?.filter((key) => key !== "type") ?? [];
  return needed.length > 0 ? error(pointer, messages.bareNeedsOptions(name, needed)) : undefined;
}

/** `names.includes(name)` for a list that is asked for every layer of a large spec. */
function isAmong(names: readonly string[], name: string): boolean {
  let set = sets.get(names);
  if (!set) {
    set = new Set(names);
    sets.set(names, set);
  }
  return set.has(name);
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

function nearestItem(name: string, { modules }: BareNames): string | undefined {
  return nearest(name, [...(modules ?? []), ...layerSchemas.keys(), ...ownForms.layer.ownNames()]);
}
