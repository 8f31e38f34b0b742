/* Turns by a tag where routes stand inside the branches of routes. */
import { describe, expect, it } from "vitest";
import { ProblemReport, type Graph, type Node, type RouteNode } from "../../../src/graph";
import { resolveAlternation } from "../../../src/graph/plan/alternate";
import type { GraphSpec } from "../../../src/spec";
import { graphOf } from "../compile-spec";

const head = (target: string) => [{ type: "dense", units: 4 } as const, { type: "head", target } as const];

/** Two routes by a tag and one by a gate, side by side, each branch with a head; and a head outside of all. */
const spec: GraphSpec = {
  tags: { source: ["a", "b"], size: ["small", "large"] },
  inputs: { x: { shape: [3] } },
  targets: Object.fromEntries(
    ["outside", "one", "two", "three", "four", "five", "six"].map((name) => [name, { classes: 2 }]),
  ),
  nodes: {
    outside: { type: "head", from: "x", target: "outside" },
    outer: { type: "route", from: "x", by: { tag: "source" }, branches: { a: head("one"), b: head("two") } },
    middle: {
      type: "route",
      from: "x",
      by: { tag: "size" },
      branches: { small: head("three"), large: head("four") },
    },
    inner: { type: "route", from: "x", by: { tag: "source" }, branches: { a: head("five"), b: head("six") } },
  },
};

/** `inside` as the last node of a branch of `around`. */
function nest(graph: Graph, around: string, key: string, inside: string): Graph {
  const inner = graph.nodes.get(inside)!;
  const put = (node: Node): Node =>
    node.kind !== "route"
      ? node
      : {
          ...node,
          branches: node.branches.map((branch) => ({
            ...branch,
            body: [...branch.body.map(put), ...(node.path === around && branch.key === key ? [inner] : [])],
          })),
        };
  const body = graph.body.filter(({ path }) => path !== inside).map(put);
  const nodes = new Map(graph.nodes);
  const enter = (node: Node): void => {
    nodes.set(node.path, node);
    if (node.kind === "route") for (const branch of node.branches) branch.body.forEach(enter);
  };
  body.forEach(enter);
  return { ...graph, body, nodes };
}

function headsByTurn(graph: Graph, tag: string): Record<string, string[]> {
  const plan = { schedule: { type: "roundRobin" }, inactiveShare: 0, importanceWeights: false } as const;
  const alternate = { by: { tag }, ...plan, pointer: "" };
  const report = new ProblemReport();
  const train = [...graph.variables.keys()];
  const { turns } = resolveAlternation(graph, alternate, "train", graph.heads, train, report)!;
  expect(report.problems).toEqual([]);
  return Object.fromEntries(
    turns.map(({ name, heads }) => [name, heads.map((path) => graph.nodes.get(path)!.path.split("/")[0]!)]),
  );
}

describe("turns by a tag", () => {
  const flat = graphOf(spec);

  it("have the heads of their value's branches, and those outside", () => {
    expect(headsByTurn(flat, "size")).toEqual({
      small: ["outside", "outer", "outer", "middle", "inner", "inner"],
      large: ["outside", "outer", "outer", "middle", "inner", "inner"],
    });
  });

  it("have the heads of branches inside those branches, at any depth", () => {
    const graph = nest(nest(flat, "outer", "b", "inner"), "middle", "small", "outer");
    expect((graph.nodes.get("middle") as RouteNode).branches[0]!.body.at(-1)!.path).toBe("outer");
    expect(headsByTurn(graph, "size")).toEqual({
      small: ["outside", "outer", "outer", "middle", "inner", "inner"],
      large: ["outside", "middle"],
    });
  });

  it("leave out what no value leads to: the branch of one inside the branch of another", () => {
    const graph = nest(flat, "outer", "b", "inner");
    expect(headsByTurn(graph, "source")).toEqual({
      a: ["outside", "outer", "middle", "middle"],
      b: ["outside", "outer", "middle", "middle", "inner"],
    });
  });
});
