import { describe, expect, it } from "vitest";
import { compileGraph, normaliseGraph } from "../../src/graph";
import {
  checkGraph,
  formatProblem,
  parseExperiment,
  parseGraph,
  type GraphSpec,
  type NormalGraph,
} from "../../src/spec";
import { pointerSegments } from "../../src/spec/pointer";
import { brokenExamples, validExamples } from "./example-files";
import { explicitSpec, withoutPointers } from "./explicit";

const parsers = { graph: parseGraph, experiment: parseExperiment };

describe("valid examples", () => {
  it.each(validExamples)("$name has no problem", ({ text, kind }) => {
    const { spec, problems } = parsers[kind](text);
    expect(problems).toEqual([]);
    expect(spec).toBeDefined();
  });

  const graphs = validExamples.filter(({ kind }) => kind === "graph");

  it.each(graphs)("$name is not changed by being normalised", ({ text }) => {
    const spec = graphOf(text);
    const before = structuredClone(spec);
    normaliseGraph(deepFreeze(spec));
    expect(spec).toEqual(before);
  });

  it.each(graphs)("$name means the same with everything written out", ({ text }) => {
    const normal = normaliseGraph(graphOf(text));
    const explicit = explicitSpec(normal);
    expect(checkGraph(explicit)).toEqual([]);
    expect(withoutPointers(normaliseGraph(explicit))).toEqual(withoutPointers(normal));
  });

  // Saved models are files, which this language's checks do not read.
  const whole = graphs.filter(({ text }) => !text.includes('"load"'));

  it.each(whole)("$name is a network", ({ text }) => {
    expect(compileGraph(normaliseGraph(graphOf(text))).problems).toEqual([]);
  });

  it.each(graphs)("$name keeps the places of its parts", ({ text }) => {
    const spec = graphOf(text);
    for (const pointer of pointersIn(normaliseGraph(spec))) {
      expect(valueAt(spec, pointer), pointer).toBeDefined();
    }
  });
});

describe("broken examples", () => {
  it.each(brokenExamples)("$name says what is wrong and where", ({ text, kind, expected }) => {
    const { spec, problems } = parsers[kind](text);
    expect(problems.map((problem) => formatProblem(problem))).toEqual(expected);
    expect(expected).not.toEqual([]);
    const wrong = problems.some(({ severity }) => severity === "error");
    expect(spec === undefined).toBe(wrong);
  });
});

function graphOf(text: string): GraphSpec {
  const { spec } = parseGraph(text);
  if (!spec) throw new Error("the example has problems");
  return spec;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

function pointersIn(graph: NormalGraph): string[] {
  const found: string[] = [];
  JSON.stringify(graph, (key, value: unknown) => {
    if (key === "pointer") found.push(String(value));
    return value;
  });
  return found;
}

function valueAt(spec: unknown, pointer: string): unknown {
  return pointerSegments(pointer).reduce<unknown>(
    (value, segment) => (value as Record<string, unknown> | undefined)?.[segment],
    spec,
  );
}
