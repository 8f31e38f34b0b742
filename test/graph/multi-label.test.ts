/* Heads over labels of which a sample may have several: what they are, and where they cannot stand. */
import { expect, it } from "vitest";
import { parseGraph, type GraphSpec, type HeadLayer, type TargetSpec } from "../../src/spec";
import { graphOf, problemsOf } from "./compile-spec";

const targets: Record<string, TargetSpec> = {
  objects: { labels: ["cat", "dog", "tree"] },
  single: { labels: 1 },
  scene: { classes: ["street", "garden"] },
};

const network = (head: Partial<HeadLayer> = {}, nodes: GraphSpec["nodes"] = {}): GraphSpec => ({
  inputs: { x: { shape: [5] } },
  targets,
  nodes: { objects: { type: "head", target: "objects", ...head }, ...nodes },
});
const headOf = (head: Partial<HeadLayer> = {}) => graphOf(network(head)).heads[0]!;

it("a head has a logit for each label, binary cross-entropy and a threshold of a half", () => {
  expect(headOf()).toMatchObject({
    shape: [3],
    classes: undefined,
    multiLabel: { names: ["cat", "dog", "tree"], threshold: 0.5 },
    labels: [{ target: "objects", map: undefined }],
    loss: { type: "binaryCrossentropy", labelSmoothing: 0 },
  });
  expect(headOf({ target: "single", threshold: 0.2 })).toMatchObject({
    shape: [1],
    multiLabel: { names: ["0"], threshold: 0.2 },
  });
});

it("label smoothing at the head is that of the loss over labels, also in a branch and in a module", () => {
  expect(headOf({ labelSmoothing: 0.1 }).loss).toEqual({ type: "binaryCrossentropy", labelSmoothing: 0.1 });
  const spec: GraphSpec = {
    ...network(),
    modules: { marks: ["flatten", { type: "head", target: "objects", labelSmoothing: 0.2 }] },
    nodes: { marks: { layers: ["marks"] } },
  };
  expect(graphOf(spec).heads[0]!.loss).toEqual({ type: "binaryCrossentropy", labelSmoothing: 0.2 });
});

it("takes losses of one logit, each for a label, and weights by label", () => {
  expect(headOf({ loss: "hinge" }).shape).toEqual([3]);
  expect(headOf({ loss: "binaryFocal", classWeights: { dog: 4 } }).classWeights).toEqual([1, 4, 1]);
});

it.each<[string, Partial<HeadLayer>, string]>([
  [
    "a loss over classes",
    { loss: "focal" },
    '/nodes/objects/loss: the loss "focal" is for classes, and "objects" has labels; use "binaryCrossentropy", "binaryFocal" or "hinge", or leave "loss" out',
  ],
  [
    "a loss over values",
    { loss: "huber" },
    '/nodes/objects/loss: the loss "huber" is for values, and "objects" has labels; use "binaryCrossentropy", "binaryFocal" or "hinge", or leave "loss" out',
  ],
  [
    "accuracy",
    { metrics: ["accuracy"] },
    '/nodes/objects/metrics/0: the metric "accuracy" is for classes, and "objects" has labels; use "exactMatch", "hammingLoss", "labelAccuracy", "macroF1" or "microF1", or remove it',
  ],
  [
    "a group",
    { within: "animals" },
    '/nodes/objects/within: "objects" has labels, and "within" names a group of classes; remove "within"',
  ],
  [
    "a calibration",
    { calibration: "vector" },
    '/nodes/objects/calibration: "objects" has labels, and a calibration is of the probabilities of classes; remove "calibration"',
  ],
  [
    "the weight of a label that there is not",
    { classWeights: { dgo: 2 } },
    '/nodes/objects/classWeights/dgo: the head has no label "dgo"; did you mean "dog"?',
  ],
])("%s is refused", (_, head, problem) => {
  expect(problemsOf(network(head))).toEqual([problem]);
});

it("a threshold is refused where classes exclude one another", () => {
  expect(problemsOf(network({ target: "scene", threshold: 0.3 }))).toEqual([
    '/nodes/objects/threshold: "scene" has classes, and a "threshold" says which labels of several a sample has; remove "threshold" (a target with "labels" in place of "classes" has several)',
  ]);
  const { problems } = parseGraph(JSON.stringify(network({ threshold: 1 })));
  expect(problems).toMatchObject([{ pointer: "/nodes/objects/threshold" }]);
});

it("labels have no groups", () => {
  const grouped = {
    ...network(),
    targets: {
      ...targets,
      kinds: { groups: "objects", classes: { animal: ["cat", "dog"], plant: ["tree"] } },
    },
  };
  expect(problemsOf(grouped)).toEqual([
    '/targets/kinds/groups: "kinds" groups "objects", which has labels and no classes; group a target with classes',
  ]);
});

it.each<[string, GraphSpec["nodes"][string]]>([
  ["decide on a route", { type: "route", by: "objects", branches: { cat: ["flatten"] } }],
  [
    "say how sure it is",
    {
      type: "route",
      by: { sure: "objects", atLeast: 0.9 },
      branches: { sure: ["flatten"], unsure: ["flatten"] },
    },
  ],
])("a head over labels cannot %s", (_, route) => {
  const [problem, ...others] = problemsOf(network({}, { route }));
  expect(others).toEqual([]);
  expect(problem).toContain(
    'the head "objects" predicts "objects", which has labels: a route needs classes; name a head whose target has classes, which exclude one another, or a gate',
  );
});

it("probabilities are of classes", () => {
  const problems = problemsOf(network({}, { said: { type: "probabilities", from: "objects" } }));
  expect(problems[0]).toContain(
    '"objects" does not end in a head over classes or a gate, and has no probabilities',
  );
});

it("branches that end in heads over labels have no joint answer", () => {
  const branch = [{ type: "head" as const, target: "objects" }];
  const route = (merge?: "joint" | "putBack") =>
    network(
      { target: "scene" },
      {
        marks: {
          type: "route",
          by: "objects",
          branches: { street: branch, garden: branch },
          ...(merge && { merge }),
          ...(merge === "joint" && { select: "all" as const }),
        },
      },
    );
  expect(problemsOf(route("joint"))).not.toEqual([]);
  const graph = graphOf(route());
  const marks = graph.nodes.get("marks");
  expect(marks).toMatchObject({ kind: "route", shape: [3], answer: undefined });
});

it("early stopping by a metric that labels have not says so", () => {
  const training: GraphSpec["training"] = {
    validationSplit: 0.2,
    earlyStopping: { monitor: "val/objects/accuracy" },
  };
  expect(problemsOf({ ...network(), training })).toEqual([
    '/training/earlyStopping/monitor: the head "objects" predicts labels, which have no accuracy; watch its loss',
  ]);
});
