/* Targets as class numbers, and the labels that heads learn from. */
import { expect, test } from "vitest";
import type { HeadNode } from "../../src/graph/ir";
import type { GraphSpec, HeadLayer, TargetSpec } from "../../src/spec";
import { graphOf } from "./compile-spec";

const targets: Record<string, TargetSpec> = {
  // Coarser first: the order of the spec does not matter.
  domestic: { groups: "species", classes: { pet: ["dog", "cat"], farm: ["cow"] } },
  species: {
    groups: "breed",
    classes: { cat: ["persian", "siamese"], dog: ["pug", "boxer"], cow: ["holstein"] },
  },
  breed: { classes: ["boxer", "persian", "holstein", "pug", "siamese"] },
  position: { shape: [2, 3] },
  age: { shape: [] },
};

function head(options: Partial<HeadLayer>): HeadNode {
  const spec: GraphSpec = {
    inputs: { x: { shape: [7] } },
    targets,
    nodes: { guess: { type: "head", target: "breed", ...options } },
  };
  return graphOf(spec).heads[0]!;
}

test("classes by number have their numbers as names", () => {
  const graph = graphOf({
    inputs: { x: { shape: [2] } },
    targets: { digit: { classes: 3 } },
    nodes: { digit: { type: "head", target: "digit" } },
  });
  expect(graph.targets.get("digit")).toMatchObject({ classes: ["0", "1", "2"] });
});

test("a group names its members by the numbers of the finer classes", () => {
  const { targets: compiled } = graphOf({
    inputs: { x: { shape: [2] } },
    targets,
    nodes: { y: { type: "head", target: "breed" } },
  });
  expect(compiled.get("species")).toEqual({
    kind: "classes",
    name: "species",
    classes: ["cat", "dog", "cow"],
    groups: { of: "breed", members: [[1, 4], [3, 0], [2]] },
  });
});

test("a head over all classes takes the target's labels as they are", () => {
  expect(head({})).toMatchObject({
    shape: [5],
    classes: ["boxer", "persian", "holstein", "pug", "siamese"],
    members: [0, 1, 2, 3, 4],
    labels: [{ target: "breed", map: [0, 1, 2, 3, 4] }],
    loss: { type: "categoricalCrossentropy", labelSmoothing: 0 },
  });
});

test("a head over groups takes their labels, or those of each finer target through its groups", () => {
  expect(head({ target: "domestic" }).labels).toEqual([
    { target: "domestic", map: [0, 1] },
    { target: "species", map: [0, 0, 1] },
    { target: "breed", map: [0, 0, 1, 0, 0] },
  ]);
});

test("a head within a group counts its classes in the group's order; other samples have no label", () => {
  expect(head({ within: "dog" })).toMatchObject({
    shape: [2],
    classes: ["pug", "boxer"],
    members: [3, 0],
    labels: [{ target: "breed", map: [1, -1, -1, 0, -1] }],
  });
});

test("a group may be made by a target further up", () => {
  expect(head({ within: "pet" })).toMatchObject({
    classes: ["pug", "boxer", "persian", "siamese"],
    labels: [{ target: "breed", map: [1, 2, -1, 0, 3] }],
  });
});

test("a head within a group of groups also learns from the finest labels", () => {
  expect(head({ target: "species", within: "pet" }).labels).toEqual([
    { target: "species", map: [1, 0, -1] },
    { target: "breed", map: [0, 1, -1, 0, 1] },
  ]);
});

test("two classes under binary cross-entropy have one logit", () => {
  const { shape, classes, members } = head({ within: "dog", loss: "binaryCrossentropy" });
  expect({ shape, classes, members }).toEqual({ shape: [1], classes: ["pug", "boxer"], members: [3, 0] });
});

test("values have their own shape, and a label that no map changes", () => {
  expect(head({ target: "position" })).toMatchObject({
    shape: [2, 3],
    classes: undefined,
    members: undefined,
    labels: [{ target: "position", map: undefined }],
    loss: { type: "meanSquaredError" },
    flops: 6 * (2 * 7 + 1),
  });
  expect(head({ target: "age", loss: "meanAbsoluteError" })).toMatchObject({
    shape: [],
    loss: { type: "meanAbsoluteError" },
    flops: 15,
  });
});

test("a head's kernel and bias", () => {
  const { variables } = graphOf({
    inputs: { x: { shape: [7] } },
    targets,
    nodes: {
      one: { type: "head", target: "breed" },
      two: { layers: [{ type: "head", target: "position" }] },
    },
  });
  expect(
    [...variables.values()].map(({ path, shape, initializer, fan }) => [path, shape, initializer, fan]),
  ).toEqual([
    ["one/kernel", [7, 5], "glorotUniform", { in: 7, out: 5 }],
    ["one/bias", [5], "zeros", { in: 5, out: 5 }],
    ["two/head/kernel", [7, 6], "glorotUniform", { in: 7, out: 6 }],
    ["two/head/bias", [6], "zeros", { in: 6, out: 6 }],
  ]);
});

test("without a projection the tensor is taken as it comes", () => {
  const { nodes, variables } = graphOf({
    inputs: { x: { shape: [2] } },
    targets,
    nodes: {
      y: {
        layers: [
          { type: "dense", units: 5, useBias: false },
          { type: "head", target: "breed", project: false },
        ],
      },
    },
  });
  expect(nodes.get("y/head")).toMatchObject({ shape: [5], variables: [], flops: 0 });
  expect([...variables.keys()]).toEqual(["y/dense/kernel"]);
});
