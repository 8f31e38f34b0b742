import { describe, expect, it } from "vitest";
import { deciderSource } from "../../src/graph/deciders";
import type { Graph } from "../../src/graph/ir";
import { indexGraph } from "../../src/program";
import { formatSegment } from "../../src/program/format";
import { branchesRun } from "../../src/program/route-choices";
import type { GraphSpec } from "../../src/spec";
import { cascadeSpec, dataTypesSpec } from "../specs";
import { factsOf, graphOf, losses, PREDICTION, programFor, TRAINING, values } from "./facts";

const ALL = { ...PREDICTION, branches: "all" } as const;
const MODES = [TRAINING, { ...TRAINING, branches: "all" } as const, PREDICTION, ALL];

/** Of each mode in turn: training, training with all branches, prediction, prediction with all branches. */
function selects(graph: Graph, path: string): string[] {
  const index = indexGraph(graph);
  return MODES.map((mode) => branchesRun(index, index.route(path), mode));
}

/** A head over the joint answer of the cascade. */
function stoodOn(): GraphSpec {
  const spec = cascadeSpec({ epochs: 1 }, "joint");
  return {
    ...spec,
    targets: { ...spec.targets, size: { shape: [1] } },
    nodes: { ...spec.nodes, size: { type: "head", from: "animal", target: "size" } },
  };
}

const types = graphOf(dataTypesSpec(["float", "int"], { units: 4, ids: 5 }, { epochs: 1 }));
const greedy = graphOf(cascadeSpec());
const joint = graphOf(cascadeSpec(undefined, "joint"));

describe("the branches that run for a sample", () => {
  it("are the chosen one; all of them only where a prediction asks for it", () => {
    expect(selects(greedy, "animal")).toEqual(["chosen", "chosen", "chosen", "all"]);
  });

  it("are never those of another tag's value, which may lack their inputs", () => {
    expect(selects(types, "features")).toEqual(["chosen", "chosen", "chosen", "chosen"]);
  });

  it("are all where the answer is joint, in training only where something stands on it", () => {
    expect(selects(joint, "animal")).toEqual(["chosen", "chosen", "all", "all"]);
    expect(selects(graphOf(stoodOn()), "animal")).toEqual(["all", "all", "all", "all"]);
  });

  it("are in the list of a step as they are here", () => {
    const facts = factsOf(2, {
      "group/head": [0, 0],
      "animal/insect/head": [0, 1],
      "animal/fish/head": [-1, -1],
      size: [0, 0],
    });
    const list = (graph: Graph, ...heads: string[]): string => {
      const { program, planOf } = programFor(graph, losses(...heads), TRAINING);
      return formatSegment(program.first(planOf(facts)));
    };
    expect(list(joint, "animal/insect/head")).not.toContain("fish");
    expect(list(graphOf(stoodOn()), "size")).toContain("dense animal/fish/head");
  });
});

describe("how values become one, and who decides", () => {
  const routeOf = (graph: Graph, path: string) => indexGraph(graph).route(path);

  it("follows what the author says of decoding", () => {
    expect(routeOf(joint, "animal")).toMatchObject({ select: { kind: "all" }, merge: "joint" });
    expect(routeOf(greedy, "animal")).toMatchObject({ select: { kind: "first" }, merge: "putBack" });
  });

  it("is a head, or a tag, which has no gate", () => {
    expect(deciderSource(routeOf(greedy, "animal").by)).toBe("group/head");
    expect(deciderSource(routeOf(types, "features").by)).toBeUndefined();
  });

  it("a tag's samples take their own branches without a cut, each with its own input", () => {
    const { program, planOf } = programFor(types, values("score"), ALL);
    const step = program.first(planOf(factsOf(3, {}, { dataType: [1, 0, 1] })));
    expect(step.read).toBeUndefined();
    expect(formatSegment(step)).toContain("inputRows id %");
    expect(formatSegment(step)).toContain("<- positions:features/int");
  });
});
