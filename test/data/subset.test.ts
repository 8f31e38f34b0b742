import { describe, expect, test } from "vitest";
import { fromArrays } from "../../src/data/from-arrays";
import { split, subset } from "../../src/data/subset";

const dataset = fromArrays({
  inputs: {
    vector: [[1, 2], null, [3, 4], [5, 6]],
    id: { shape: [], data: Int32Array.of(10, 11, 12, 13) },
  },
  labels: { kind: [0, 1, 1, -1], place: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
  tags: { source: [0, 1, 0, 0] },
  classes: { kind: ["a", "b"] },
});

describe("subset", () => {
  test("takes samples in any order, twice too, and only the rows that they need", () => {
    expect(subset(dataset, [3, 1, 3])).toEqual({
      size: 3,
      inputs: {
        vector: { shape: [2], data: Float32Array.of(5, 6, 5, 6), rows: Int32Array.of(0, -1, 1) },
        id: { shape: [], data: Int32Array.of(13, 11, 13) },
      },
      labels: { kind: Int32Array.of(-1, 1, -1), place: Float32Array.of(7, 8, 3, 4, 7, 8) },
      tags: { source: Int32Array.of(0, 1, 0) },
      classes: { kind: ["a", "b"] },
    });
  });

  test("shares nothing with the original, and may be empty", () => {
    const copy = subset(dataset, [0, 1, 2, 3]);
    (copy.inputs["id"]!.data as Int32Array).fill(0);
    expect(dataset.inputs["id"]!.data).toEqual(Int32Array.of(10, 11, 12, 13));
    expect(subset(dataset, []).size).toBe(0);
  });

  test("refuses what is no sample", () => {
    for (const wrong of [4, -1, 0.5])
      expect(() => subset(dataset, [0, wrong])).toThrow(
        `there is no sample ${wrong}; the 4 samples are numbered 0 to 3`,
      );
  });
});

describe("split", () => {
  const twenty = fromArrays({
    inputs: { x: Array.from({ length: 20 }, (_, i) => i) },
    labels: { kind: Array.from({ length: 20 }, (_, i) => i % 2), value: new Float32Array(20) },
  });

  test("gives two datasets with every sample in one of them", () => {
    const { train, test: rest } = split(twenty, { target: "kind", testShare: 0.3, seed: 2 });
    expect([train.size, rest.size]).toEqual([14, 6]);
    const values = [...train.inputs["x"]!.data, ...rest.inputs["x"]!.data].sort((a, b) => a - b);
    expect(values).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect([...rest.labels["kind"]!].filter((label) => label === 0).length).toBe(3);
    expect([...rest.labels["kind"]!]).toEqual([...rest.inputs["x"]!.data].map((value) => value % 2));
  });

  test("without a target of classes draws at random by the seed, and says so where one was asked for", () => {
    const unlabelled = { ...twenty, labels: {} };
    const numbers = (options: Parameters<typeof split>[1]) => [
      ...split(unlabelled, options).test.inputs["x"]!.data,
    ];
    expect(numbers({ seed: 3 })).toHaveLength(4);
    expect(numbers({ seed: 3 })).toEqual(numbers({ seed: 3 }));
    expect(numbers({ seed: 3 })).not.toEqual(numbers({ seed: 4 }));
    expect(split(twenty, {}).notices).toEqual([]);
    expect(split(twenty, { target: "kind" }).notices).toEqual([]);
    const asked = split(twenty, { target: "value", seed: 3 });
    expect([...asked.test.inputs["x"]!.data]).toEqual(numbers({ seed: 3 }));
    expect(asked.notices).toMatchObject([{ code: "notStratified", where: "value" }]);
    expect(asked.notices[0]!.message).toMatch(/values, not classes, so the samples were drawn at random/);
  });

  test("refuses a target that is not there, options that are none, and one sample", () => {
    expect(() => split(subset(twenty, [1]), {})).toThrow("1 sample cannot both train and test");
    expect(() => split(twenty, { share: 0.5 } as object)).toThrow(`split has no option "share"`);
    expect(() => split(twenty, { target: "kid" })).toThrow(
      `the data has no labels for "kid"; split by one of kind, value`,
    );
  });
});
