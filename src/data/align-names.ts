/* Names bind, numbers don't: of several datasets, those that number the same names in another order are renumbered. */
import type { Dataset } from "./dataset";
import { reorderLabels } from "./label-rows";

type Parts = readonly (readonly [string, Dataset])[];

/**
 * The same parts, with classes and tag values numbered as in the first part that names them. Parts with other names, or
 * with none, stay as they are.
 */
export function alignNames(parts: Parts): Parts {
  const classes = firstNames(parts, (part) => part.classes);
  const values = firstNames(parts, (part) => part.tagValues);
  return parts.map(([name, part]) => [
    name,
    aligned(aligned(part, "classes", "labels", classes), "tagValues", "tags", values),
  ]);
}

type Names = Readonly<Record<string, readonly string[]>>;

function firstNames(parts: Parts, get: (part: Dataset) => Names | undefined): Map<string, readonly string[]> {
  const first = new Map<string, readonly string[]>();
  for (const [, part] of parts) {
    for (const [owner, names] of Object.entries(get(part) ?? {})) {
      if (!first.has(owner)) first.set(owner, names);
    }
  }
  return first;
}

function aligned(
  part: Dataset,
  key: "classes" | "tagValues",
  numbers: "labels" | "tags",
  wanted: ReadonlyMap<string, readonly string[]>,
): Dataset {
  let changed = part;
  for (const [owner, own] of Object.entries(part[key] ?? {})) {
    const names = wanted.get(owner)!;
    const map = renumbering(own, names);
    const values = part[numbers][owner];
    if (!map || !values) continue;
    changed = {
      ...changed,
      [key]: { ...changed[key], [owner]: names },
      [numbers]: {
        ...changed[numbers],
        [owner]:
          values instanceof Int32Array
            ? values.map((number) => map[number] ?? number)
            : reorderLabels(values, map),
      },
    };
  }
  return changed;
}

/** Own number -> wanted number; `undefined` where they are the same already, or the names are not. */
function renumbering(own: readonly string[], wanted: readonly string[]): readonly number[] | undefined {
  const numbers = new Map(wanted.map((name, number) => [name, number]));
  const map = own.map((name) => numbers.get(name) ?? -1);
  const permutes =
    own.length === wanted.length && numbers.size === own.length && new Set(map).size === own.length;
  if (!permutes || map.includes(-1) || map.every((number, i) => number === i)) return undefined;
  return map;
}
