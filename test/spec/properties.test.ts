import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator, type Schema } from "jsonschema";
import { describe, expect, it } from "vitest";
import { normaliseGraph } from "../../src/graph";
import {
  checkExperiment,
  checkGraph,
  parseExperiment,
  parseGraph,
  type GraphSpec,
  type Problem,
} from "../../src/spec";
import { pointerSegments } from "../../src/spec/pointer";
import { validate } from "../../src/spec/check/validate";
import { examples, validExamples } from "./example-files";
import { explicitSpec, withoutPointers } from "./explicit";
import { anyJson, withSlips } from "./slips";

const graphs = specsOf("graph");
const experiments = specsOf("experiment");
/** The same values each time; `ESPALIER_RUNS=5000` searches longer, and among others each time. */
const more = process.env.ESPALIER_RUNS;
const runs = more === undefined ? { numRuns: 300, seed: 1 } : { numRuns: Number(more) };
/** Longer than vitest's own limit only where that many are asked for. */
const timeout = Math.max(300_000, runs.numRuns * 500);

describe("any value", { timeout }, () => {
  it("has problems or a meaning, and is not changed", () => {
    fc.assert(
      fc.property(fc.oneof(anyJson, withSlips(graphs), withSlips(experiments)), (value) => {
        const before = structuredClone(value);
        const problems = checkGraph(value);
        expect(value).toEqual(before);
        expect(problems.every(isWellFormed)).toBe(true);
        if (problems.every(({ severity }) => severity !== "error")) {
          const normal = normaliseGraph(value as GraphSpec);
          const explicit = explicitSpec(normal);
          expect(withoutPointers(normaliseGraph(explicit))).toEqual(withoutPointers(normal));
        }
      }),
      runs,
    );
  });

  it("is an experiment or has problems", () => {
    fc.assert(
      fc.property(fc.oneof(anyJson, withSlips(experiments)), (value) => {
        expect(checkExperiment(value).every(isWellFormed)).toBe(true);
      }),
      runs,
    );
  });
});

describe("any text", { timeout }, () => {
  const cuts = fc
    .tuple(fc.constantFrom(...examples.map(({ text }) => text)), fc.nat(), fc.nat({ max: 30 }), fc.string())
    .map(([text, start, length, other]) => {
      const at = start % text.length;
      return text.slice(0, at) + other + text.slice(at + length);
    });

  it("has a spec, or problems with their places in it", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), cuts), (text) => {
        for (const { spec, problems } of [parseGraph(text), parseExperiment(text)]) {
          const errors = problems.filter(({ severity }) => severity === "error");
          expect(spec === undefined).toBe(errors.length > 0);
          const lines = text.split(/\r\n|\n|\r/);
          for (const { position } of problems) {
            const line = lines[position!.line - 1];
            expect(line).toBeDefined();
            expect(position!.column).toBeGreaterThan(0);
            expect(position!.column).toBeLessThanOrEqual(line!.length + 1);
          }
        }
      }),
      runs,
    );
  });

  it("means what the value means that it writes", () => {
    fc.assert(
      fc.property(withSlips(graphs), (value) => {
        const { problems } = parseGraph(JSON.stringify(value));
        const places = (found: readonly Problem[]) =>
          found.map(({ pointer, message }) => `${pointer} ${message}`).sort();
        expect(places(problems)).toEqual(places(checkGraph(JSON.parse(JSON.stringify(value)))));
      }),
      runs,
    );
  });
});

describe("choosing the member of a union first", { timeout }, () => {
  const schema = JSON.parse(
    readFileSync(join(__dirname, "../../schemas/graph.schema.json"), "utf8"),
  ) as Schema;

  it("accepts and refuses what the whole schema does, but for names", () => {
    fc.assert(
      fc.property(fc.oneof(withSlips(graphs), anyJson), (value) => {
        const problems = validate("GraphSpec", value, { modules: modulesOf(value) });
        if (new Validator().validate(value, schema).valid) {
          // A schema cannot say which texts are names of layers and modules, nor that `__proto__` is none; and the
          // validator by itself takes what every object inherits (`toString`) for a known key.
          expect(problems.filter((problem) => !concernsName(value, problem))).toEqual([]);
        } else {
          expect(problems).not.toEqual([]);
        }
      }),
      runs,
    );
  });
});

function specsOf(kind: "graph" | "experiment"): unknown[] {
  const parse = kind === "graph" ? parseGraph : parseExperiment;
  return validExamples.filter((example) => example.kind === kind).map(({ text }) => parse(text).spec);
}

function isWellFormed({ pointer, message, hint }: Problem): boolean {
  const sentences = [message, ...(hint === undefined ? [] : [hint])];
  return (
    (pointer === "" || pointer.startsWith("/")) &&
    sentences.every((text) => text !== "" && !/undefined|\[object|NaN|\.$/.test(text.replace(/"[^"]*"/g, "")))
  );
}

function modulesOf(value: unknown): string[] {
  const { modules } = { modules: undefined, ...(value as { modules?: unknown } | null) };
  return typeof modules === "object" && modules !== null ? Object.keys(modules) : [];
}

function concernsName(value: unknown, { pointer }: Problem): boolean {
  const segments = pointerSegments(pointer);
  if (segments.at(-1)! in {}) return true;
  const found = segments.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
  return typeof found === "string";
}
