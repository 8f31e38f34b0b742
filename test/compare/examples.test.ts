import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { formatDocument } from "../../src/text/json";
import { understandExperiment, type UnderstoodExperiment } from "../../src/compare/experiment/understand";
import type { Graph } from "../../src/graph";
import { parseExperiment, parseGraph, type ExperimentSpec } from "../../src/spec";

const folder = path.join(__dirname, "../examples");
const names = readdirSync(folder).filter(
  (name) => name.endsWith(".experiment.json") && !name.includes("_broken"),
);

/** The shape that the example's data would have. */
function shapeOf({ data }: ExperimentSpec): number[] {
  switch (data.format) {
    case "idx":
      return [28, 28, 1];
    case "folder":
      return [...(data.size ?? [32, 32]), data.channels ?? 3];
    case "table":
      return [data.columns.length];
    case "synthetic":
      return [data.size ?? 24, data.size ?? 24, 3];
  }
}

function understood(spec: ExperimentSpec): UnderstoodExperiment {
  const shape = { shape: shapeOf(spec) };
  return understandExperiment(spec, shape, {
    // The file of an example is none that exists: a flat network stands in for it.
    open: () => {
      const flat = understandExperiment({ ...spec, approaches: { flat: {} } }, shape);
      return { spec: flat.graphs.flat!, graph: flat.compiled.flat!, problems: [] };
    },
  });
}

describe("examples of experiments", () => {
  it("are there", () => {
    expect(names.length).toBeGreaterThanOrEqual(4);
  });

  it.each(names)("%s derives graphs that are read back as what they were", (name) => {
    const { spec } = parseExperiment(readFileSync(path.join(folder, name), "utf8"));
    const { normalised, graphs, compiled, plan, problems } = understood(spec!);
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(Object.keys(graphs)).toEqual(normalised.approaches.map((approach) => approach.name));
    expect(plan.runs.length).toBe(
      normalised.approaches.length * normalised.repeats.seeds.length * normalised.repeats.folds,
    );
    for (const { name: approach, type } of normalised.approaches) {
      const parsed = parseGraph(formatDocument(graphs[approach]!));
      expect(parsed.problems).toEqual([]);
      expect(parsed.spec).toEqual(graphs[approach]);
      expect(answersWhole(compiled[approach]!, normalised.task.target), `${approach} (${type})`).toBe(true);
    }
  });
});

/** Whether some node answers over all classes of the target. */
function answersWhole(graph: Graph, target: string): boolean {
  return [...graph.nodes.values()].some(
    (node) =>
      (node.kind === "head" && node.target === target && node.within === undefined) ||
      (node.kind === "route" && node.answer?.target === target),
  );
}
