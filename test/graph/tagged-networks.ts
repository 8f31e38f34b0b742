/* Parts of small networks with five classes in two levels of groups, and a tag. */
import type { BranchSpec, GraphSpec, NodeSpec, StackItem } from "../../src/spec";

export const dense: StackItem = { type: "dense", units: 3 };
export const guess: StackItem = { type: "head", target: "y" };

export const spec = (nodes: GraphSpec["nodes"], more: Partial<GraphSpec> = {}): GraphSpec => ({
  tags: { t: ["p", "q"] },
  inputs: { x: { shape: [3] } },
  targets: {
    y: { classes: ["a", "b", "c", "d", "e"] },
    pair: { groups: "y", classes: { ab: ["a", "b"], cd: ["c", "d"], e: ["e"] } },
    half: { groups: "pair", classes: { first: ["ab"], last: ["cd", "e"] } },
  },
  ...more,
  nodes,
});

export const byTag = (branches: Record<string, BranchSpec>): NodeSpec => ({
  type: "route",
  by: { tag: "t" },
  branches,
});
