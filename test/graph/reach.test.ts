/* What a value depends on. */
import { expect, test } from "vitest";
import { dependencies } from "../../src/graph";
import { headsOver, reached } from "../../src/graph/reach";
import type { Graph } from "../../src/graph/ir";
import { cascadeSpec, sharedSpec } from "../specs";
import { graphOf } from "./compile-spec";

function needs(graph: Graph, ...paths: string[]) {
  const { nodes, variables, inputs } = dependencies(graph, paths);
  return { nodes: [...nodes].sort(), variables: variables.size, inputs: [...inputs] };
}

test("a head in a branch needs its branch, and no gate", () => {
  expect(needs(graphOf(cascadeSpec()), "animal/fish/head")).toEqual({
    nodes: ["animal/fish/dense", "animal/fish/head"],
    variables: 4,
    inputs: ["features"],
  });
});

test("a route needs its gate and all branches", () => {
  expect(needs(graphOf(cascadeSpec()), "animal")).toEqual({
    nodes: [
      "animal",
      "animal/fish/dense",
      "animal/fish/head",
      "animal/insect/dense",
      "animal/insect/head",
      "group/dense",
      "group/head",
    ],
    variables: 12,
    inputs: ["features"],
  });
});

test("heads on one trunk need it once", () => {
  expect(needs(graphOf(sharedSpec()), "insect", "group")).toEqual({
    nodes: ["group", "insect", "trunk/dense"],
    variables: 6,
    inputs: ["features"],
  });
});

test("an input needs itself, nothing needs nothing", () => {
  expect(needs(graphOf(sharedSpec()), "features")).toEqual({ nodes: [], variables: 0, inputs: ["features"] });
  expect(needs(graphOf(sharedSpec()))).toEqual({ nodes: [], variables: 0, inputs: [] });
});

test("a path that leads nowhere is refused", () => {
  expect(() => dependencies(graphOf(sharedSpec()), ["trnk/dense"])).toThrow(
    'there is no node or input with the path "trnk/dense"; did you mean "trunk/dense"?',
  );
});

test("nothing behind a stopped gradient is reached by a loss, and all of it is needed", () => {
  const graph = graphOf({
    inputs: { x: { shape: [4] }, place: { shape: [1], dtype: "int32" } },
    targets: { y: { classes: 2 } },
    nodes: {
      trunk: { from: "x", layers: [{ type: "dense", units: 3 }] },
      aside: { from: "trunk", layers: ["stopGradient", { type: "dense", units: 3 }] },
      best: { type: "argmax", from: "aside" },
      mark: { from: "best", layers: [{ type: "oneHot", classes: 3 }] },
      picked: { type: "gather", from: ["aside", "place"] },
      seen: { type: "concatenate", from: ["mark", "picked"] },
      y: { type: "head", from: "seen", target: "y" },
      also: { type: "head", from: "trunk", target: "y" },
    },
  });
  const aside = ["aside/dense/bias", "aside/dense/kernel"];
  const trunk = ["trunk/dense/bias", "trunk/dense/kernel"];
  expect([...reached(graph, ["y"])].sort()).toEqual([...aside, "y/bias", "y/kernel"]);
  expect([...dependencies(graph, ["y"]).variables].sort()).toEqual([
    ...aside,
    ...trunk,
    "y/bias",
    "y/kernel",
  ]);
  expect(headsOver(graph, trunk).map(({ path }) => path)).toEqual(["also"]);
  expect(headsOver(graph, aside).map(({ path }) => path)).toEqual(["y"]);
});
