/*
 * Whatever a text holds: every step from a spec to its drawing ends, says the same twice, and throws nothing but our own
 * errors. `ESPALIER_RUNS=5000` searches longer.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { understandExperiment } from "../../src/compare/experiment/understand";
import { EspalierError } from "../../src/errors";
import { compileGraph, formatSummary, summarise, normaliseGraph } from "../../src/graph";
import { drawGraph } from "../../src/view/draw-graph";
import { checkGraph, parseExperiment, parseGraph, type Problem } from "../../src/spec";
import { examples } from "../spec/example-files";
import { readText } from "../../src/spec/read/text";
import { withSlips } from "../spec/slips";
import { wild } from "../spec/wild";

const runs = { numRuns: Number(process.env.ESPALIER_RUNS ?? 400), seed: 2 };
const timeout = Math.max(300_000, runs.numRuns * 500);

/** Every example, also those with problems. */
const specs = (kind: string) =>
  examples
    .filter((example) => example.kind === kind)
    .map(({ text }) => readText(text).value)
    .filter((value) => value !== undefined);
const graphs = specs("graph");
const experiments = specs("experiment");

/** What a text leads to, as one value that two runs can be compared by. */
function outcomeOfGraph(text: string): unknown {
  const { spec, problems } = parseGraph(text);
  if (!spec) return { problems };
  return attempt(() => {
    const compiled = compileGraph(normaliseGraph(spec));
    expectSound([...problems, ...compiled.problems]);
    if (!compiled.graph) return compiled.problems;
    const { graph } = compiled;
    return [compiled.problems, summarise(graph), formatSummary(graph), attempt(() => drawGraph(graph))];
  });
}

function outcomeOfExperiment(text: string): unknown {
  const { spec, problems } = parseExperiment(text);
  if (!spec) return { problems };
  return attempt(() => {
    const understood = understandExperiment(spec, { shape: [8, 8, 1] });
    expectSound(understood.problems);
    return understood.problems;
  });
}

/** The result, or our own error; any other is a fault. */
function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error;
    expect(error.message).not.toMatch(/undefined|\[object/);
    return error.message;
  }
}

function expectSound(problems: readonly Problem[]): void {
  for (const { pointer, message } of problems) {
    if (!(pointer === "" || pointer.startsWith("/")) || message === "")
      throw new Error(`${pointer}: ${message}`);
  }
}

describe("whatever a text holds", { timeout }, () => {
  it("is a graph from its problems to its drawing, or has problems, the same twice", () => {
    fc.assert(
      fc.property(fc.oneof(wild(graphs), withSlips(graphs)), (value) => {
        const text = textOf(value);
        expect(outcomeOfGraph(text)).toEqual(outcomeOfGraph(text));
        expectSound(checkGraph(value));
      }),
      runs,
    );
  });

  it("is an experiment or has problems, the same twice", () => {
    fc.assert(
      fc.property(fc.oneof(wild(experiments), withSlips(experiments)), (value) => {
        const text = textOf(value);
        expect(outcomeOfExperiment(text)).toEqual(outcomeOfExperiment(text));
      }),
      runs,
    );
  });
});

/** Deeper than the engine's own writer goes, too. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "[".repeat(20_000);
  }
}
