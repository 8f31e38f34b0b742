import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { classMeans } from "../../../../src/compare/runs/evaluate/accuracy";
import { majorityClass } from "../../../../src/compare/report/majority-class";

interface Case {
  readonly name: string;
  readonly classes: number;
  readonly labels: number[];
  readonly answers: number[];
  readonly balanced: number;
  readonly macroF1: number;
}

const { cases } = JSON.parse(readFileSync(join(__dirname, "fixtures/class-means.json"), "utf8")) as {
  cases: Case[];
};

describe("balanced accuracy and macro F1", () => {
  it.each(cases)("are those of scikit-learn: $name", ({ classes, labels, answers, balanced, macroF1 }) => {
    const found = classMeans(Int32Array.from(answers), Int32Array.from(labels), classes)!;
    expect(found.balanced).toBeCloseTo(balanced, 12);
    expect(found.macroF1).toBeCloseTo(macroF1, 12);
  });

  it("are absent where nothing has a label", () => {
    expect(classMeans(Int32Array.of(0, 1), Int32Array.of(-1, -1), 2)).toBeUndefined();
  });
});

describe("the majority class", () => {
  const task = { target: "t", gate: "g", groups: {} };

  it("is named where its share is more than 1.5 times an equal one", () => {
    expect(majorityClass({ ...task, classes: ["a", "b"], samples: [357, 12] })).toEqual({
      name: "a",
      share: 357 / 369,
    });
    expect(majorityClass({ ...task, classes: ["a", "b"], samples: [75, 25] })).toBeUndefined();
    expect(majorityClass({ ...task, classes: ["a", "b"], samples: [24, 76] })).toEqual({
      name: "b",
      share: 0.76,
    });
    expect(majorityClass({ ...task, classes: ["a", "b", "c"], samples: [40, 30, 30] })).toBeUndefined();
    expect(majorityClass({ ...task, classes: ["a", "b", "c"] })).toBeUndefined();
  });
});
