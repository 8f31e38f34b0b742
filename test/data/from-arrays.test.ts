import { describe, expect, test } from "vitest";
import { EspalierError } from "../../src/errors";
import { fromArrays, type Arrays, type NestedNumbers } from "../../src/data/from-arrays";

/** `[[[…1…]]]` */
function deep(depth: number): NestedNumbers {
  let value: NestedNumbers = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

describe("fromArrays", () => {
  test("takes nested lists, typed columns, numbers alone and missing rows", () => {
    const column = { shape: [], data: Int32Array.of(4, 5), rows: Int32Array.of(1, -1, 0) };
    const dataset = fromArrays({
      inputs: {
        image: [[[1, 2]], [[3, 4]], [[5, 6]]],
        number: [7, 8, 9],
        sometimes: [null, [0.5], null],
        id: column,
      },
      labels: { kind: [0, -1, 1], point: Float32Array.of(1, 2, 3, NaN, NaN, NaN) },
      tags: { source: [0, 0, 3] },
      classes: { kind: ["a", "b"] },
    });
    expect(dataset).toEqual({
      size: 3,
      inputs: {
        image: { shape: [1, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
        number: { shape: [], data: Float32Array.of(7, 8, 9) },
        sometimes: { shape: [1], data: Float32Array.of(0.5), rows: Int32Array.of(-1, 0, -1) },
        id: column,
      },
      labels: { kind: Int32Array.of(0, -1, 1), point: Float32Array.of(1, 2, 3, NaN, NaN, NaN) },
      tags: { source: Int32Array.of(0, 0, 3) },
      classes: { kind: ["a", "b"] },
    });
  });

  test("takes weights of samples for all targets, or by target", () => {
    const inputs = { x: [1, 2] };
    const labels = { y: [0, 1], z: Float32Array.of(1, 2) };
    const weights = Float32Array.of(0.5, 2);
    expect(fromArrays({ inputs, labels, sampleWeights: [0.5, 2] }).sampleWeights).toEqual({
      y: weights,
      z: weights,
    });
    expect(fromArrays({ inputs, labels, sampleWeights: { z: weights } }).sampleWeights).toEqual({
      z: weights,
    });
  });

  test.each<[string, Arrays["sampleWeights"], string]>([
    ["a negative one", [1, -2], "sample 1 has the weight -2"],
    ["one that is no number", { y: [NaN, 1] }, 'sample 0 has the weight NaN for "y"'],
    ["one without an end", [1, Infinity], "sample 1 has the weight Infinity"],
    ["too few", [1], "there are 1 sample weights for 2 samples"],
    ["an unknown target", { why: [1, 1] }, '"sampleWeights" has "why", for which the data has no labels'],
  ])("refuses weights: %s", (_, sampleWeights, message) => {
    expect(() =>
      fromArrays({ inputs: { x: [1, 2] }, labels: { y: [0, 1] }, ...(sampleWeights && { sampleWeights }) }),
    ).toThrow(message);
  });

  const x = [[1], [2]];
  const cases: [string, Arrays, string][] = [
    ["no inputs", { inputs: {} }, "the data has no inputs"],
    ["no samples", { inputs: { x: { shape: [2], data: new Float32Array(0) } } }, "the data has no samples"],
    ["an input that nobody has", { inputs: { x: [null, null] } }, `no sample has the input "x"`],
    [
      "rows of other lengths",
      { inputs: { x: [[1, 2], [3]] } },
      `sample 1 of the input "x" has not the shape [2]`,
    ],
    [
      "rows of another depth",
      { inputs: { x: [[1], [[1]]] } },
      `sample 1 of the input "x" has not the shape [1]`,
    ],
    ["a number among rows", { inputs: { x: [[1], 1] } }, `sample 1 of the input "x" has not the shape [1]`],
    [
      "ragged rows of other steps",
      { inputs: { x: [[[1, 2]], [[3]]] }, ragged: ["x"] },
      `sample 1 of the input "x" has not steps of the shape [2]; give each sample a list of steps, all of one shape`,
    ],
    [
      "a number among sequences",
      { inputs: { x: [[1, 2], 3] }, ragged: ["x"] },
      `sample 1 of the input "x" has not steps of the shape []`,
    ],
    [
      "ragged that is no input",
      { inputs: { x }, ragged: ["y"] },
      `ragged names "y", which is no input; give a list of inputs: x`,
    ],
    [
      "lengths past the shape",
      { inputs: { x: { shape: [2], data: new Float32Array(4), lengths: Int32Array.of(1, 3) } } },
      `row 1 of the input "x" has the length 3; lengths run from 0 to 2`,
    ],
    [
      "lengths of other rows",
      { inputs: { x: { shape: [2], data: new Float32Array(4), lengths: Int32Array.of(1) } } },
      `the input "x" has 1 lengths for 2 rows`,
    ],
    [
      "a shape with 0",
      { inputs: { x: { shape: [0], data: new Float32Array(0) } } },
      `the input "x" has the shape [0]`,
    ],
    [
      "broken rows",
      { inputs: { x: { shape: [2], data: new Float32Array(3) } } },
      "3 values, which are not rows of shape [2]",
    ],
    ["NaN", { inputs: { x: [[1], [NaN]] } }, `row 1 of the input "x" holds NaN`],
    [
      "a row that is not there",
      { inputs: { x: { shape: [], data: Float32Array.of(1), rows: Int32Array.of(0, 1) } } },
      `sample 1 takes row 1 of the input "x", which has 1 rows`,
    ],
    [
      "inputs of other lengths",
      { inputs: { x, y: [1, 2, 3] } },
      `the input "x" has 2 samples, and the input "y" has 3`,
    ],
    ["labels of another length", { inputs: { x }, labels: { kind: [0] } }, `and the target "kind" has 1`],
    [
      "values of another length",
      { inputs: { x }, labels: { v: new Float32Array(3) } },
      `the target "v" has 3 values for 2 samples`,
    ],
    ["tags of another length", { inputs: { x }, tags: { t: [0, 1, 0] } }, `and the tag "t" has 3`],
    [
      "half a class",
      { inputs: { x }, labels: { kind: [0, 0.5] } },
      `the labels of "kind" hold 0.5 for sample 1`,
    ],
    [
      "a class below -1",
      { inputs: { x }, labels: { kind: [0, -2] } },
      `sample 1 has the label -2 of the target "kind"`,
    ],
    [
      "a class past its names",
      { inputs: { x }, labels: { kind: [0, 2] }, classes: { kind: ["a", "b"] } },
      "classes are numbered from 0 to 1",
    ],
    [
      "an infinite value",
      { inputs: { x }, labels: { v: Float32Array.of(0, 0, 0, Infinity) } },
      `sample 1 has the value Infinity of the target "v"`,
    ],
    ["names of a target that is not there", { inputs: { x }, labels: { kind: [0, 1] }, classes: { kin: ["a", "b"] } }, `"classes" names "kin", which the data does not have; did you mean "kind"?`], // prettier-ignore
    ["a class twice", { inputs: { x }, labels: { kind: [0, 1] }, classes: { kind: ["a", "a"] } }, `two of the names of "kind" in "classes" are "a"`], // prettier-ignore
    ["names that are none", { inputs: { x }, labels: { kind: [0, 1] }, classes: { kind: 2 as never } }, `the names of "kind" in "classes" are no list of texts`], // prettier-ignore
    ["a tag past its names", { inputs: { x }, tags: { t: [0, 2] }, tagValues: { t: ["a", "b"] } }, `sample 1 has the value 2 of the tag "t"; values are numbered from 0 to 1`], // prettier-ignore
    ["lists in lists in lists", { inputs: { x: [deep(50_000)] } }, `the input "x" has more than 32 axes`],
    ["a misspelt key", { inputs: { x }, lables: {} } as Arrays, `fromArrays has no option "lables"`],
    ["a negative tag", { inputs: { x }, tags: { t: [0, -1] } }, `sample 1 has the value -1 of the tag "t"`],
  ];
  test.each(cases)("refuses %s", (_, arrays, message) => {
    expect(() => fromArrays(arrays)).toThrow(EspalierError);
    expect(() => fromArrays(arrays)).toThrow(message);
  });

  test.each([[[1, 2, 3, 4]], [Uint8Array.of(1, 2, 3, 4)]])(
    "refuses a column of another kind: %s",
    (values) => {
      const data = values as unknown as Float32Array;
      expect(() => fromArrays({ inputs: { x: { shape: [2], data } } })).toThrow(
        /^the input "x" is kept as (Array|Uint8Array); give its data as a Float32Array/,
      );
    },
  );
});
