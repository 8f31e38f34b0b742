/*
 * Every example with every one of its values changed in turn: whatever still has the form of a spec compiles or has
 * problems, each of them at a place that exists, with what is wrong and what to do.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EspalierError } from "../../src/errors";
import { compileGraph, normaliseGraph } from "../../src/graph";
import type { GraphSpec } from "../../src/spec";
import { checkGraph, parseGraph } from "../../src/spec";
import { pointerSegments } from "../../src/spec/pointer";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const folder = join(__dirname, "../examples");
const files = readdirSync(folder).filter((file) => /^[^_]*\.graph\.json$/.test(file));

/** What somebody may have written in place of a value. */
function slips(value: Json): Json[] {
  if (typeof value === "string") return ["zzz", "", value.slice(0, -1), `${value}s`];
  if (typeof value === "number") return [value + 1, value * 7, 1, 0];
  if (typeof value === "boolean") return [!value];
  if (Array.isArray(value)) return [[], value.slice(1), [...value, ...value.slice(0, 1)]];
  return [];
}

/** All copies of `value` with one value in it changed, or one key left out or misspelt. */
function* variants(value: Json): Generator<Json> {
  yield* slips(value);
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      for (const variant of variants(item)) yield value.map((other, j) => (j === i ? variant : other));
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const rest = Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
      yield rest;
      yield { ...rest, [`${key}x`]: item };
      for (const variant of variants(item)) yield { ...value, [key]: variant };
    }
  }
}

/** Whether a pointer leads to a value, or to a place in one where something is missing. */
function leadsSomewhere(spec: unknown, pointer: string): boolean {
  const above = pointerSegments(pointer).slice(0, -1);
  let value = spec;
  for (const key of above) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Record<string, unknown>)[key];
  }
  return true;
}

test.each(files)("%s", (file) => {
  const { spec } = parseGraph(readFileSync(join(folder, file), "utf8"));
  let checked = 0;
  for (const variant of variants(spec as unknown as Json)) {
    if (checkGraph(variant).some(({ severity }) => severity === "error")) continue;
    checked += 1;
    const { graph, problems } = compileGraph(normaliseGraph(variant as unknown as GraphSpec), {
      load: (model) => {
        throw new EspalierError(`there is no file "${model}"`);
      },
    });
    expect(graph === undefined).toBe(problems.some(({ severity }) => severity === "error"));
    for (const { pointer, message, hint } of problems) {
      if (!leadsSomewhere(variant, pointer))
        throw new Error(`${pointer} of ${JSON.stringify(variant)}: ${message}`);
      expect(message).toMatch(/[^.\s]$/);
      expect(hint).toMatch(/[^.\s]$/);
    }
  }
  expect(checked).toBeGreaterThan(5);
});
