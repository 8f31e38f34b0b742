/* What enters a node, where it is named, and whether every sample that runs through it has it. */
import type { From } from "../../spec/language";
import { pointerTo } from "../../spec/pointer";
import type { Build, Scope } from "../build";
import type { Value } from "../layers/kind";
import * as messages from "../messages";
import type { Mention } from "./kind";

/** The names in a `from`; without it, what is implied. */
export function sourceNames(from: From | undefined, implied: readonly string[]): string[] {
  if (from === undefined) return [...implied];
  return typeof from === "string" ? [from] : [...from];
}

/** Every name in the `from` of what stands at a pointer. */
export function mentions(from: readonly string[], pointer: string): Mention[] {
  const list = pointerTo(pointer, "from");
  return from.map((name, i) => ({ name, pointer: from.length > 1 ? pointerTo(list, i) : list }));
}

/**
 * The values that enter; `undefined` if one of them has a problem, or not every sample of the scope has it.
 *
 * @param scope of the samples of the body that it stands in, those that run through it
 * @param place the pointer of the `from`'s owner, if the samples lack an input for their value of a tag
 */
export function resolveSources(
  build: Build,
  from: readonly string[],
  scope: Scope,
  place: (tag: string) => string,
): Value[] | undefined {
  const values: Value[] = [];
  for (const [i, name] of from.entries()) {
    const found = build.names.find(name);
    if (!found) return undefined;
    for (const [tag, needed] of found.flatMap(({ path }) =>
      Object.entries(build.inputs.get(path)?.when ?? {}),
    )) {
      if (have(scope, tag, needed) || build.branches.some(({ samples }) => have(samples, tag, needed)))
        continue;
      const word = build.spec.tags[tag]?.[needed] ?? String(needed);
      const pointer = mentions(from, place(tag))[i]?.pointer ?? place(tag);
      build.report.error(pointer, messages.notEverySampleHas(name, tag, word));
      return undefined;
    }
    values.push(...found);
  }
  return values;
}

/** Whether samples have this value of a tag, or may have it for all that is known. */
const have = (scope: Scope, tag: string, value: number): boolean =>
  scope === "unknown" || (scope !== "all" && scope.tag === tag && scope.value === value);
