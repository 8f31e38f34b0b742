/* What a value depends on. */
import { expect, test } from "vitest";
import { dependencies } from "../../src/graph";
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
