import { describe, expect, it } from "vitest";
import type { Dataset } from "../../../src/data/dataset";
import { indexGraph } from "../../../src/program";
import { headLabels } from "../../../src/program/plan/head-labels";
import { rowLabels } from "../../../src/program/plan/row-labels";
import type { Batch } from "../../../src/program";
import { graphOf } from "../../graph/compile-spec";
import { sharedSpec } from "../../specs";

const graph = graphOf({
  ...sharedSpec(),
  targets: { ...sharedSpec().targets, place: { shape: [2] }, weight: { shape: [] } },
  nodes: {
    ...sharedSpec().nodes,
    place: { type: "head", from: "trunk", target: "place" },
    weight: { type: "head", from: "trunk", target: "weight" },
  },
});
const index = indexGraph(graph);

const dataset = (size: number, labels: Dataset["labels"]): Dataset => ({
  size,
  inputs: {},
  labels,
  tags: {},
});
const labelsOf = (head: string, size: number, labels: Dataset["labels"]) =>
  headLabels(graph, index.head(head), dataset(size, labels));

describe("the labels of a head over classes", () => {
  // ant, cod, yak, none.
  const animal = Int32Array.of(0, 2, 5, -1);

  it("are those of its target through its map: no label for what it does not know", () => {
    expect(labelsOf("fish", 4, { animal })).toEqual({
      kind: "classes",
      labels: Int32Array.of(-1, 0, -1, -1),
      present: Uint8Array.of(0, 1, 0, 0),
    });
    expect(labelsOf("group", 4, { animal })).toMatchObject({ labels: Int32Array.of(0, 1, 2, -1) });
  });

  it("are those of the coarse target itself where the data has it, and none where it has neither", () => {
    expect(labelsOf("group", 2, { group: Int32Array.of(2, 0) })).toMatchObject({
      labels: Int32Array.of(2, 0),
    });
    expect(labelsOf("group", 2, {})).toBeUndefined();
  });

  it("are refused beyond the classes and where they are no class numbers", () => {
    const wrong = (label: number) => () => labelsOf("fish", 2, { animal: Int32Array.of(0, label) });
    expect(wrong(6)).toThrow(
      /sample 1 has the label 6 for "animal", which has 6 classes; labels run from 0 to 5/,
    );
    expect(wrong(-2)).toThrow(/sample 1 has the label -2/);
    expect(() => labelsOf("fish", 1, { animal: Float32Array.of(1) })).toThrow(
      'the labels of "animal" are not class numbers',
    );
  });
});

describe("the labels of a head over values", () => {
  it("are missing as soon as one number is NaN, and then 0", () => {
    expect(labelsOf("place", 3, { place: Float32Array.of(1, 2, NaN, 4, 5, 6) })).toEqual({
      kind: "values",
      labels: Float32Array.of(1, 2, 0, 0, 5, 6),
      width: 2,
      present: Uint8Array.of(1, 0, 1),
    });
    expect(labelsOf("weight", 2, { weight: Float32Array.of(NaN, -3) })).toEqual({
      kind: "values",
      labels: Float32Array.of(0, -3),
      width: 1,
      present: Uint8Array.of(0, 1),
    });
  });

  it("are refused where they are not finite or not as many as they should be", () => {
    expect(() => labelsOf("place", 2, { place: Float32Array.of(1, 2, 3, -Infinity) })).toThrow(
      'sample 1 has the label -Infinity for "place"',
    );
    expect(() => labelsOf("place", 2, { place: Float32Array.of(1, 2) })).toThrow(
      /the labels of "place" are 2 numbers for 2 samples; give 2 for each sample/,
    );
  });
});

describe("the labels of rows", () => {
  const facts = (labels: Dataset["labels"], size: number): Batch["data"] => ({
    labels: (head) => labelsOf(head, size, labels),
    tag: () => new Int32Array(size),
  });

  it("stand in the order of the rows, with all their numbers", () => {
    const data = facts({ place: Float32Array.of(1, 2, NaN, 4, 5, 6) }, 3);
    expect(rowLabels(data, index.head("place"), Int32Array.of(2, 1, 2, 0))).toEqual({
      labels: Float32Array.of(5, 6, 0, 0, 5, 6, 1, 2),
      mask: Float32Array.of(1, 0, 1, 1),
      valid: 3,
    });
  });

  it("are none where no row has one", () => {
    const data = facts({ place: Float32Array.of(1, 2, NaN, 4) }, 2);
    expect(rowLabels(data, index.head("place"), Int32Array.of(1, 1))).toBeUndefined();
    expect(rowLabels(data, index.head("place"), new Int32Array(0))).toBeUndefined();
    expect(rowLabels(data, index.head("group"), Int32Array.of(0))).toBeUndefined();
  });
});
