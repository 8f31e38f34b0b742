import { describe, expect, it } from "vitest";
import { agreement, hierarchicalScores } from "../../src/metrics";
import found from "./fixtures/hierarchy.json";

const names = ["order", "species", "breed"] as const;

describe("a hierarchy's scores", () => {
  it("are those of sets of classes with all that they belong to", () => {
    const levels = (of: Record<(typeof names)[number], number[]>) => names.map((name) => of[name]);
    const scores = hierarchicalScores(levels(found.answers), levels(found.labels))!;
    expect(scores.precision).toBeCloseTo(found.hierarchical.precision, 12);
    expect(scores.recall).toBeCloseTo(found.hierarchical.recall, 12);
    expect(scores.f1).toBeCloseTo(found.hierarchical.f1, 12);
    // Answers are missing, so that fewer are given than there should be.
    expect(scores.precision).toBeGreaterThan(scores.recall);
  });

  it("agree as often as the finer answer lies in the coarser one", () => {
    expect(agreement(found.heads.species, found.answers.breed, found.species)).toBeCloseTo(
      found.agreement,
      12,
    );
  });

  it("are none where nothing is there to compare", () => {
    expect(agreement([-1, 0], [0, -1], [0])).toBeUndefined();
    expect(hierarchicalScores([[0]], [[-1]])).toBeUndefined();
    expect(hierarchicalScores([[-1]], [[0]])).toBeUndefined();
    expect(hierarchicalScores([[0]], [[1]])).toEqual({ precision: 0, recall: 0, f1: 0 });
  });
});
