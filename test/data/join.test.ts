import { describe, expect, test } from "vitest";
import { EspalierError } from "../../src/errors";
import type { Dataset } from "../../src/data/dataset";
import { fromArrays } from "../../src/data/from-arrays";
import { joinDatasets } from "../../src/data/join";
import { subset } from "../../src/data/subset";

const float = fromArrays({
  inputs: {
    vector: [
      [1, 2],
      [3, 4],
    ],
    common: [1, 2],
  },
  labels: { score: Float32Array.of(0.1, 0.2), kind: [0, 1] },
  classes: { kind: ["a", "b"] },
});
const int = fromArrays({
  inputs: { id: { shape: [], data: Int32Array.of(7, 8, 9) }, common: [3, 4, 5] },
  labels: { score: Float32Array.of(0.3, 0.4, 0.5) },
});

describe("joinDatasets", () => {
  test("keeps each input for its own samples, tells them apart by the tag, and fills no label in", () => {
    expect(joinDatasets("dataType", { float, int })).toEqual({
      size: 5,
      inputs: {
        vector: { shape: [2], data: Float32Array.of(1, 2, 3, 4), rows: Int32Array.of(0, 1, -1, -1, -1) },
        common: { shape: [], data: Float32Array.of(1, 2, 3, 4, 5) },
        id: { shape: [], data: Int32Array.of(7, 8, 9), rows: Int32Array.of(-1, -1, 0, 1, 2) },
      },
      labels: { score: Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5), kind: Int32Array.of(0, 1, -1, -1, -1) },
      tags: { dataType: Int32Array.of(0, 0, 1, 1, 1) },
      classes: { kind: ["a", "b"] },
      tagValues: { dataType: ["float", "int"] },
    });
  });

  test("joins what was joined, and takes apart what it joined", () => {
    const once = joinDatasets("dataType", { float, int });
    const twice = joinDatasets("source", { here: once, there: once });
    expect(twice.tags["dataType"]).toEqual(Int32Array.of(0, 0, 1, 1, 1, 0, 0, 1, 1, 1));
    expect(twice.inputs["id"]!.rows).toEqual(Int32Array.of(-1, -1, 0, 1, 2, -1, -1, 3, 4, 5));
    expect(subset(twice, [5, 6, 7, 8, 9])).toEqual({
      ...once,
      tags: { ...once.tags, source: new Int32Array(5).fill(1) },
      tagValues: { dataType: ["float", "int"], source: ["here", "there"] },
    });
  });

  test("labels of several values that a part lacks are NaN for all of its samples", () => {
    const point = fromArrays({ inputs: { x: [1] }, labels: { point: Float32Array.of(1, 2) } });
    const none = fromArrays({ inputs: { x: [2, 3] } });
    expect(joinDatasets("t", { none, point }).labels["point"]).toEqual(
      Float32Array.of(NaN, NaN, NaN, NaN, 1, 2),
    );
  });

  test("numbers classes and tag values of all parts as the first that names them", () => {
    const part = (
      names: { classes: string[]; tagValues: string[] } | undefined,
      y: number[],
      s: number[],
    ): Dataset =>
      fromArrays({
        inputs: { x: y },
        labels: { y },
        tags: { s },
        ...(names && { classes: { y: names.classes }, tagValues: { s: names.tagValues } }),
      });
    const joined = joinDatasets("t", {
      bare: part(undefined, [0, 2], [0, 1]),
      first: part({ classes: ["a", "b", "c"], tagValues: ["l", "r"] }, [0, 1, 2], [0, 1, 0]),
      other: part({ classes: ["c", "a", "b"], tagValues: ["r", "l"] }, [0, 1, -1], [0, 1, 0]),
    });
    expect(joined.classes).toEqual({ y: ["a", "b", "c"] });
    expect(joined.tagValues).toEqual({ s: ["l", "r"], t: ["bare", "first", "other"] });
    expect(joined.labels["y"]).toEqual(Int32Array.of(0, 2, 0, 1, 2, 2, 0, -1));
    expect(joined.tags["s"]).toEqual(Int32Array.of(0, 1, 0, 1, 0, 1, 0, 1));
  });

  const x = (labels: Dataset["labels"], more: Partial<Dataset> = {}): Dataset => ({
    size: 1,
    inputs: { x: { shape: [], data: Float32Array.of(1) } },
    labels,
    tags: {},
    ...more,
  });
  const plain = x({});
  const cases: [string, Record<string, Dataset>, string][] = [
    ["nothing", {}, "there are no datasets to join"],
    ["an empty part", { a: plain, b: { ...plain, size: 0 } }, `the part "b" has no samples`],
    [
      "shapes that differ",
      { a: plain, b: x({}, { inputs: { x: { shape: [1], data: Float32Array.of(1) } } }) },
      `the input "x" is float32 of shape [] in the part "a" and float32 of shape [1] in "b"; give the two different names`,
    ],
    [
      "types that differ",
      { a: plain, b: x({}, { inputs: { x: { shape: [], data: Int32Array.of(1) } } }) },
      "int32 of shape []",
    ],
    [
      "classes and values",
      { a: x({ y: Int32Array.of(0) }), b: x({ y: Float32Array.of(0) }) },
      `the target "y" is classes in the part "a" and 1 values`,
    ],
    [
      "other classes",
      {
        a: x({ y: Int32Array.of(0) }, { classes: { y: ["p", "q"] } }),
        b: x({ y: Int32Array.of(0) }, { classes: { y: ["q", "r"] } }),
      },
      `the target "y" is of the classes p and q in the part "a" and of the classes q and r in "b"`,
    ],
    [
      "a class that the names of another part do not reach",
      {
        a: x({ y: Int32Array.of(0) }, { classes: { y: ["p", "q"] } }),
        b: x({ y: Int32Array.of(2) }),
      },
      `sample 0 of the part "b" has the class of "y" number 2, and there are 2: p and q`,
    ],
    [
      "other values of a tag",
      {
        a: x({}, { tags: { s: Int32Array.of(0) }, tagValues: { s: ["p", "q"] } }),
        b: x({}, { tags: { s: Int32Array.of(0) }, tagValues: { s: ["q", "p", "r"] } }),
      },
      `the tag "s" is of the values p and q in the part "a" and of the values q, p and r in "b"`,
    ],
    ["the tag itself", { a: x({}, { tags: { t: Int32Array.of(0) } }) }, `a part has the tag "t" already`],
    [
      "a tag that a part lacks",
      { a: plain, b: x({}, { tags: { s: Int32Array.of(0) } }) },
      `the part "a" has no tag "s", which others have`,
    ],
  ];
  test.each(cases)("refuses %s", (_, parts, message) => {
    expect(() => joinDatasets("t", parts)).toThrow(EspalierError);
    expect(() => joinDatasets("t", parts)).toThrow(message);
  });
});
