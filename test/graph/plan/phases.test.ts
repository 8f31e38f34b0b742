/* The plan of the training: what moves in each phase and turn, and whose losses move it. */
import { describe, expect, test } from "vitest";
import type { GraphSpec, StackItem, TrainingSpec } from "../../../src/spec";
import { cascadeSpec, sharedSpec } from "../../specs";
import { graphOf, problemsOf } from "../compile-spec";

const hidden: StackItem = { type: "dense", units: 4, useBias: false };

/** The phases of a spec: names of heads, and the nodes whose weights move. */
function plan(spec: GraphSpec) {
  return graphOf(spec).phases.map(({ name, heads, train }) => ({ name, heads, train: owners(train) }));
}

function owners(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/"))))];
}

describe("heads that a phase takes by itself", () => {
  test("apart: the gate's loss for the gate, a branch's own for a branch", () => {
    expect(plan(cascadeSpec())).toEqual([
      { name: "gate", heads: ["group/head"], train: ["group/dense", "group/head"] },
      { name: "insect", heads: ["animal/insect/head"], train: ["animal/insect/dense", "animal/insect/head"] },
      { name: "fish", heads: ["animal/fish/head"], train: ["animal/fish/dense", "animal/fish/head"] },
    ]);
  });

  test("at once: all heads, everything", () => {
    expect(plan(sharedSpec())).toEqual([
      {
        name: "train",
        heads: ["group", "insect", "fish"],
        train: ["trunk/dense", "group", "insect", "fish"],
      },
    ]);
  });

  test("a trunk: every head that stands on it", () => {
    const spec = sharedSpec({
      phases: [
        { name: "trunk", train: ["trunk"] },
        { name: "heads", train: ["**", "!trunk"] },
      ],
    });
    expect(plan(spec)).toEqual([
      { name: "trunk", heads: ["group", "insect", "fish"], train: ["trunk/dense"] },
      { name: "heads", heads: ["group", "insect", "fish"], train: ["group", "insect", "fish"] },
    ]);
  });

  /** A gate, two branches without heads, and a head over their result. */
  function merged(training: TrainingSpec): GraphSpec {
    return {
      inputs: { x: { shape: [3] } },
      targets: { side: { classes: ["a", "b"] }, y: { shape: [1] } },
      nodes: {
        side: { layers: [hidden, { type: "head", target: "side" }] },
        part: { type: "route", by: "side", branches: { a: [hidden], b: [hidden] } },
        y: { type: "head", from: "part", target: "y" },
      },
      training,
    };
  }

  test("a decision passes no gradient: the head behind a route does not train its gate", () => {
    const training: TrainingSpec = {
      phases: [
        { name: "gate", train: ["side"] },
        { name: "rest", train: ["part", "y"] },
      ],
    };
    expect(plan(merged(training))).toEqual([
      { name: "gate", heads: ["side/head"], train: ["side/dense", "side/head"] },
      { name: "rest", heads: ["y"], train: ["part/a/dense", "part/b/dense", "y"] },
    ]);
  });

  test("named heads limit what moves", () => {
    const spec = merged({
      phases: [
        { name: "all", train: ["**"] },
        { name: "gate", train: ["**"], heads: ["side"] },
      ],
    });
    expect(plan(spec)[1]).toEqual({ name: "gate", heads: ["side/head"], train: ["side/dense", "side/head"] });
  });

  test("a joint answer is a product: what is built on it also trains the gate", () => {
    const spec = cascadeSpec(
      {
        phases: [
          { name: "all", train: ["**"] },
          { name: "gate", train: ["group"] },
        ],
      },
      "joint",
    );
    spec.nodes["after"] = { type: "head", from: "animal", target: "animal" };
    expect(plan(spec)[1]?.heads).toEqual(["group/head", "after"]);
    // With a greedy answer it does not.
    const greedy = cascadeSpec({
      phases: [
        { name: "all", train: ["**"] },
        { name: "gate", train: ["group"] },
      ],
    });
    greedy.nodes["after"] = { type: "head", from: "animal", target: "animal" };
    expect(plan(greedy)[1]?.heads).toEqual(["group/head"]);
  });
});

test("moving statistics do not train; weights that no loss reaches are left out", () => {
  const graph = graphOf({
    inputs: { x: { shape: [3] } },
    targets: { y: { classes: 2 } },
    nodes: { y: { layers: ["batchNormalization", { type: "head", target: "y" }] } },
  });
  expect(graph.phases[0]?.train).toEqual([
    "y/batchNormalization/gamma",
    "y/batchNormalization/beta",
    "y/head/kernel",
    "y/head/bias",
  ]);
});

test("a phase keeps its options", () => {
  const [phase] = graphOf(
    sharedSpec({
      seed: 7,
      validationSplit: 0.25,
      optimizer: { type: "momentum", nesterov: true },
      batchSize: 8,
      epochs: 3,
      earlyStopping: { monitor: "val/insect/accuracy", patience: 2 },
    }),
  ).phases;
  expect(phase).toMatchObject({
    optimizer: { type: "momentum", learningRate: 0.01, momentum: 0.9, nesterov: true },
    batchSize: 8,
    epochs: 3,
    earlyStopping: { monitor: "val/insect/accuracy", patience: 2, minDelta: 0, restoreBest: true },
    alternation: undefined,
  });
});

/** Two data types, each with an input, a branch and a head of its own, and what they have in common. */
function twoTypes(training: TrainingSpec): GraphSpec {
  return {
    tags: { kind: ["float", "int"], source: ["web", "lab"] },
    inputs: {
      x: { shape: [3], when: { kind: "float" } },
      n: { shape: [], dtype: "int32", when: { kind: "int" } },
      common: { shape: [2] },
    },
    targets: { y: { shape: [1] }, own: { classes: 3 }, c: { classes: 2 } },
    nodes: {
      features: {
        type: "route",
        by: { tag: "kind" },
        branches: {
          float: {
            from: "x",
            layers: [hidden, { type: "head", target: "own" }, { type: "dense", units: 4, name: "out" }],
          },
          int: { from: "n", layers: [{ type: "embedding", inputDim: 5, outputDim: 4 }] },
        },
      },
      shared: { from: "features", layers: [hidden, { type: "head", target: "y" }] },
      beside: { from: "common", layers: [{ type: "head", target: "c" }] },
    },
    training,
  };
}

/** The turns of the only phase. */
function turns(spec: GraphSpec) {
  const [phase] = graphOf(spec).phases;
  return phase?.alternation?.turns.map((turn) => ({ ...turn, train: owners(turn.train) }));
}

describe("alternation", () => {
  test("by a tag: a turn for each value, with the heads that its samples reach and the branch that is theirs", () => {
    expect(turns(twoTypes({ alternate: { by: { tag: "kind" } } }))).toEqual([
      {
        name: "float",
        samples: { tag: "kind", value: 0 },
        heads: ["features/float/head", "shared/head", "beside/head"],
        train: [
          "features/float/dense",
          "features/float/head",
          "features/float/out",
          "shared/dense",
          "shared/head",
          "beside/head",
        ],
      },
      {
        name: "int",
        samples: { tag: "kind", value: 1 },
        heads: ["shared/head", "beside/head"],
        train: ["features/int/embedding", "shared/dense", "shared/head", "beside/head"],
      },
    ]);
  });

  test("by another tag nothing is restricted", () => {
    const [web, lab] = turns(twoTypes({ alternate: { by: { tag: "source" } } })) ?? [];
    expect(web).toMatchObject({ name: "web", heads: ["features/float/head", "shared/head", "beside/head"] });
    expect(lab?.train).toEqual(web?.train);
  });

  test("by heads: a turn for each, with what its loss moves", () => {
    expect(turns(sharedSpec({ alternate: {} }))).toEqual([
      { name: "group", samples: { head: "group" }, heads: ["group"], train: ["trunk/dense", "group"] },
      { name: "insect", samples: { head: "insect" }, heads: ["insect"], train: ["trunk/dense", "insect"] },
      { name: "fish", samples: { head: "fish" }, heads: ["fish"], train: ["trunk/dense", "fish"] },
    ]);
  });

  test("moves nothing that the phase does not train", () => {
    const spec = sharedSpec({
      phases: [
        { name: "all", train: ["**"] },
        {
          name: "two",
          train: ["insect", "fish"],
          alternate: { schedule: "proportional", alpha: 0.5, inactiveShare: 0.1 },
        },
      ],
    });
    expect(graphOf(spec).phases[1]?.alternation).toEqual({
      turns: [
        {
          name: "insect",
          samples: { head: "insect" },
          heads: ["insect"],
          train: ["insect/kernel", "insect/bias"],
        },
        { name: "fish", samples: { head: "fish" }, heads: ["fish"], train: ["fish/kernel", "fish/bias"] },
      ],
      schedule: { type: "proportional", alpha: 0.5 },
      inactiveShare: 0.1,
      importanceWeights: false,
    });
  });
});

test("weights from a saved model need no phase", () => {
  const load = () => ({
    inputShape: [3],
    layers: [
      {
        name: "norm",
        layer: { type: "layerNormalization", epsilon: 1, center: true, scale: true } as const,
        weights: ["g", "b"],
      },
    ],
  });
  const spec: GraphSpec = {
    inputs: { x: { shape: [3] } },
    targets: { y: { classes: 2 }, z: { classes: 3 } },
    nodes: {
      trunk: { type: "load", model: "m.json" },
      y: { type: "head", from: "trunk", target: "y" },
    },
    training: { phases: [{ name: "head", train: ["y"] }] },
  };
  expect(problemsOf(spec, { load })).toEqual([]);
});
