/* Routes: branches in the order of the classes, merged answers, what enters. */
import { expect, test } from "vitest";
import type { Graph, RouteNode } from "../../../src/graph/ir";
import type { GraphSpec, NodeSpec, StackItem } from "../../../src/spec";
import { cascadeSpec, sharedSpec } from "../../specs";
import { graphOf } from "../compile-spec";

const hidden: StackItem = { type: "dense", units: 4 };

function route(graph: Graph, path: string): RouteNode {
  const node = graph.nodes.get(path);
  if (node?.kind !== "route") throw new Error(`${path} is no route`);
  return node;
}

test("branches stand in the order of the gate's classes, however they are written; a group of one needs none", () => {
  const spec = cascadeSpec();
  const animal = spec.nodes["animal"] as Extract<NodeSpec, { type: "route" }>;
  animal.branches = Object.fromEntries(Object.entries(animal.branches).reverse());
  const { branches, by, answer, shape, dtype, inputs } = route(graphOf(spec), "animal");
  expect(by).toEqual({ head: "group/head" });
  expect(branches.map(({ body, ...branch }) => ({ ...branch, body: body.map(({ path }) => path) }))).toEqual([
    {
      key: "insect",
      index: 0,
      path: "animal/insect",
      body: ["animal/insect/dense", "animal/insect/head"],
      output: "animal/insect/head",
      members: [0, 1],
      when: {},
    },
    {
      key: "fish",
      index: 1,
      path: "animal/fish",
      body: ["animal/fish/dense", "animal/fish/head"],
      output: "animal/fish/head",
      members: [2, 3, 4],
      when: {},
    },
    { key: "mammal", index: 2, path: "animal/mammal", body: [], output: undefined, members: [5], when: {} },
  ]);
  expect(answer).toEqual({ target: "animal", classes: ["ant", "bee", "cod", "eel", "pike", "yak"] });
  expect({ shape, dtype, inputs }).toEqual({ shape: [6], dtype: "float32", inputs: ["features"] });
});

test("a route costs what its branches cost", () => {
  const animal = route(graphOf(cascadeSpec()), "animal");
  const dense = 8 * (2 * 4 + 1);
  expect(animal.flops).toBe(dense + 2 * 17 + dense + 3 * 17);
});

test("in a joint answer the gate's probabilities enter", () => {
  expect(route(graphOf(cascadeSpec(undefined, "joint")), "animal")).toMatchObject({
    select: { kind: "all" },
    merge: "joint",
    inputs: ["features", "group/head"],
  });
});

test("a branch without layers is the outside node that it names", () => {
  const animal = route(graphOf(sharedSpec()), "animal");
  expect(animal.branches.map(({ body, output }) => [body.length, output])).toEqual([
    [0, "insect"],
    [0, "fish"],
    [0, undefined],
  ]);
  expect(animal).toMatchObject({ flops: 0, inputs: ["insect", "fish"], answer: { target: "animal" } });
});

test("branches without heads give the chosen branch's tensor", () => {
  const spec: GraphSpec = {
    tags: { kind: ["a", "b"] },
    inputs: {
      x: { shape: [3], when: { kind: "a" } },
      n: { shape: [2], dtype: "int32", when: { kind: "b" } },
    },
    targets: { y: { classes: 3 } },
    nodes: {
      // Written before what it needs.
      y: { type: "head", from: "either", target: "y" },
      either: {
        type: "route",
        by: { tag: "kind" },
        branches: {
          a: { from: "x", layers: [hidden, { type: "reshape", targetShape: [2, 2] }, "flatten"] },
          b: { from: "n", layers: [{ type: "embedding", inputDim: 5, outputDim: 2 }, "flatten"] },
        },
      },
    },
  };
  const graph = graphOf(spec);
  expect(graph.body.map(({ path }) => path)).toEqual(["either", "y"]);
  expect(route(graph, "either")).toMatchObject({
    shape: [4],
    dtype: "float32",
    by: { tag: "kind" },
    answer: undefined,
    inputs: ["x", "n"],
  });
  expect(graph.inputs.map(({ when }) => when)).toEqual([{ kind: 0 }, { kind: 1 }]);
});

test("whole numbers pass through a route as whole numbers", () => {
  const graph = graphOf({
    tags: { kind: ["a", "b"] },
    inputs: { m: { shape: [2], dtype: "int32" }, n: { shape: [2], dtype: "int32" } },
    targets: { y: { classes: 3 } },
    nodes: {
      ids: { type: "route", by: { tag: "kind" }, branches: { a: { from: "m" }, b: { from: "n" } } },
      y: {
        from: "ids",
        layers: [{ type: "embedding", inputDim: 5, outputDim: 2 }, "flatten", { type: "head", target: "y" }],
      },
    },
  });
  expect(graph.nodes.get("ids")).toMatchObject({ shape: [2], dtype: "int32" });
});

test("several values may enter a branch whose first layer joins them", () => {
  const graph = graphOf({
    inputs: { x: { shape: [3] }, z: { shape: [2] } },
    targets: { y: { classes: ["a", "b"] }, w: { shape: [1] } },
    nodes: {
      y: { type: "head", from: "x", target: "y" },
      w: {
        type: "route",
        by: "y",
        branches: {
          a: { from: ["x", "z"], layers: ["concatenate", { type: "head", target: "w" }] },
          b: { from: "z", layers: [{ type: "head", target: "w" }] },
        },
      },
    },
  });
  expect(graph.nodes.get("w/a/concatenate")).toMatchObject({ inputs: ["x", "z"], shape: [5] });
  // Heads over values merge as tensors, not as probabilities.
  expect(graph.nodes.get("w")).toMatchObject({ shape: [1], answer: undefined, inputs: ["x", "z"] });
});

test("names: a node stands for its last value, a head for its node or branch, a second one for itself", () => {
  const graph = graphOf({
    inputs: { x: { shape: [3] } },
    targets: { y: { classes: ["a", "b"] } },
    nodes: {
      trunk: {
        layers: [hidden, { type: "head", target: "y", name: "early" }, hidden, { type: "head", target: "y" }],
      },
      single: { type: "head", from: "trunk", target: "y" },
      by: {
        type: "route",
        by: "trunk/head",
        branches: { a: [{ type: "head", target: "y" }], b: { from: "single" } },
      },
    },
  });
  expect(graph.heads.map(({ name, path }) => [name, path])).toEqual([
    ["trunk", "trunk/early"],
    ["trunk/head", "trunk/head"],
    ["single", "single"],
    ["by/a", "by/a/head"],
  ]);
  expect(Object.fromEntries(graph.outputs)).toEqual({ trunk: "trunk/head", single: "single", by: "by" });
  expect(graph.nodes.get("trunk/dense-2")).toMatchObject({ inputs: ["trunk/early"] });
  expect(route(graph, "by").by).toEqual({ head: "trunk/head" });
});
