/* What can be wrong with the plan of the training, and with saved models: one slip, one problem. */
import { expect, test } from "vitest";
import { EspalierError } from "../../../src/errors";
import type { CompileOptions } from "../../../src/graph";
import type { LoadedStack } from "../../../src/graph/ir";
import type { NormalLayer } from "../../../src/spec";
import type { GraphSpec, HeadLayer, LoadSpec, PhaseSpec, StackItem, TrainingSpec } from "../../../src/spec";
import { problemsOf } from "../compile-spec";

const hidden: StackItem = { type: "dense", units: 4 };

/** A trunk, a gate, and a branch for each of two data types, with a plan. */
function planned(training: TrainingSpec, gate: Partial<HeadLayer> = {}): GraphSpec {
  return {
    tags: { kind: ["old", "new"] },
    inputs: { x: { shape: [8] } },
    targets: { y: { classes: ["a", "b"] }, z: { shape: [1] } },
    nodes: {
      trunk: { layers: [hidden] },
      gate: { from: "trunk", layers: [hidden, { type: "head", target: "y", ...gate }] },
      by: {
        type: "route",
        from: "trunk",
        by: { tag: "kind" },
        branches: {
          old: [hidden, { type: "head", target: "z" }],
          new: [hidden, { type: "head", target: "z" }],
        },
      },
    },
    training,
  };
}

const all: PhaseSpec = { name: "all", train: ["**"] };
const phases = (...list: PhaseSpec[]) => planned({ phases: list });

const cases: readonly (readonly [string, GraphSpec, string])[] = [
  [
    "a pattern that matches nothing",
    phases(all, { name: "p", train: ["gat/**"] }),
    '/training/phases/1/train/0: no weight\'s path matches "gat/**"; did you mean "gate"?',
  ],
  [
    "a pattern unlike any path",
    phases(all, { name: "p", train: ["trunk", "head/*/*"] }),
    '/training/phases/1/train/1: no weight\'s path matches "head/*/*"; begin with a node that has weights: trunk, gate or by',
  ],
  [
    "an exclusion that matches nothing",
    phases({ name: "p", train: ["**", "!trnk"] }),
    '/training/phases/0/train/1: no weight\'s path matches "!trnk"; did you mean "trunk"?',
  ],
  [
    "a penalty for nothing, once for all phases",
    planned({
      regularization: { "trunk/*": { l2: 1 }, "gaet/**": { l2: 1 } },
      phases: [all, { ...all, name: "b" }],
    }),
    '/training/regularization/gaet~1**: no weight\'s path matches "gaet/**"; did you mean "gate"?',
  ],
  [
    "a phase's own penalty for nothing",
    phases({ ...all, regularization: { head: { l1: 1 } } }),
    '/training/phases/0/regularization/head: no weight\'s path matches "head"; begin with a node that has weights: trunk, gate or by',
  ],
  [
    "a penalty that takes away",
    planned({ regularization: { "**": { l2: 1 }, "!gate": {} } }),
    '/training/regularization/!gate: "!gate" takes nothing away here: each pattern has a penalty of its own; put "gate" behind the others, with "l2": 0',
  ],
  [
    "everything taken away again",
    phases(all, { name: "p", train: ["gate", "!gate/**"] }),
    '/training/phases/1: no head depends on what the phase "p" trains ("gate" and "!gate/**"); train something that a head\'s value is made of',
  ],
  [
    "an unknown head",
    phases(all, { name: "p", train: ["gate"], heads: ["gates"] }),
    '/training/phases/1/heads/0: there is no head "gates"; did you mean "gate"?',
  ],
  [
    "heads that do not depend on what is trained",
    phases(all, { name: "p", train: ["by/old"], heads: ["gate"] }),
    '/training/phases/1/heads: the losses of the phase "p" (gate) depend on nothing that it trains; name heads that depend on it, or leave "heads" out',
  ],
  [
    "a pattern that no loss moves",
    phases(all, { name: "p", train: ["trunk", "by/new/**"], heads: ["gate"] }),
    'warning /training/phases/1/train/1: no loss of this phase depends on the weights that "by/new/**" matches; remove the pattern, or add a head that depends on them to "heads"',
  ],
  [
    "a branch that no phase trains",
    phases({ name: "p", train: ["trunk", "gate", "by/old"] }),
    'warning /nodes/by/branches/new: no phase trains "by/new"; add "by/new/**" to the "train" of a phase',
  ],
  [
    "a node that no phase trains",
    phases({ name: "p", train: ["trunk", "by"] }),
    'warning /nodes/gate: no phase trains "gate"; add "gate/**" to the "train" of a phase',
  ],
  [
    "an unknown figure",
    planned({ earlyStopping: { monitor: "val/acuracy" }, validationSplit: 0.2 }),
    '/training/earlyStopping/monitor: the phase "train" has no figure "val/acuracy"; did you mean "val/accuracy"?',
  ],
  [
    "the accuracy of values",
    planned({ earlyStopping: { monitor: "by/old/accuracy" } }),
    '/training/earlyStopping/monitor: the head "by/old" predicts values, which have no accuracy; watch its loss',
  ],
  [
    "a metric that the head does not count",
    planned({ earlyStopping: { monitor: "gate/accuracy" } }, { metrics: [] }),
    '/training/earlyStopping/monitor: the head "gate" does not count "accuracy"; add it to the "metrics" of the head, or watch its loss',
  ],
  [
    "a head's name without a metric",
    planned({ earlyStopping: { monitor: "gate" } }),
    '/training/earlyStopping/monitor: the phase "train" has no figure "gate"; watch one of its own (there are loss, accuracy, gate/loss, by/old/loss, by/new/loss, gate/accuracy, val/loss, val/accuracy, val/gate/loss, val/by/old/loss, val/by/new/loss and val/gate/accuracy)',
  ],
  [
    "the accuracy of a phase without classes",
    phases(all, { name: "p", train: ["by/old/**"], earlyStopping: { monitor: "accuracy" } }),
    '/training/phases/1/earlyStopping/monitor: the phase "p" has no figure "accuracy"; watch one of its own (there are loss, by/old/loss, val/loss and val/by/old/loss)',
  ],
  [
    "the figure of another phase's head",
    phases(all, { name: "p", train: ["by/old/**"], earlyStopping: { monitor: "gate/loss" } }),
    '/training/phases/1/earlyStopping/monitor: the loss of the head "gate" does not count in the phase "p", which has no figures of it; watch "loss" or a figure of by/old',
  ],
  [
    "one figure for all phases, where some do not have it",
    planned({
      phases: [
        { name: "one", train: ["trunk", "gate/**"] },
        { name: "two", train: ["by/old/**"] },
        { name: "three", train: ["by/new/**"] },
      ],
      earlyStopping: { monitor: "gate/loss" },
    }),
    '/training/earlyStopping/monitor: the loss of the head "gate" does not count in the phase "two", which has no figures of it; watch "loss" or a figure of by/old',
  ],
  [
    "a figure of validation samples that are not kept",
    planned({ earlyStopping: { monitor: "val/gate/loss" } }),
    'warning /training/earlyStopping/monitor: "val/gate/loss" is a figure of validation samples, and none are kept; set "validationSplit" in "training", or give validation samples when you train',
  ],
  [
    "alternation by an unknown tag",
    planned({ alternate: { by: { tag: "kinds" } } }),
    '/training/alternate/by/tag: there is no tag "kinds"; did you mean "kind"?',
  ],
  [
    "alternation of one head",
    phases(all, { name: "p", train: ["by/old"], alternate: {} }),
    'warning /training/phases/1/alternate: the phase "p" has the turn "by/old" only: nothing alternates; remove "alternate", or train more in this phase',
  ],
  [
    "a turn for which nothing moves",
    phases(all, {
      name: "p",
      train: ["by/old"],
      alternate: { by: { tag: "kind" } },
    }),
    'warning /training/phases/1/alternate: the turn "new" of the phase "p" would move nothing, and is left out; let the phase train something that these samples run through',
  ],
  [
    "nothing to train",
    {
      inputs: { x: { shape: [2] } },
      targets: { y: { classes: ["a", "b"] } },
      nodes: { y: { type: "head", target: "y", project: false } },
    },
    "warning /nodes: nothing in the network can be trained; add a layer with weights, or allow training to change the loaded ones",
  ],
];

test.each(cases)("%s", (_, spec, problem) => {
  expect(problemsOf(spec)).toEqual([problem]);
});

function dense(units: number): NormalLayer {
  return {
    type: "dense",
    units,
    activation: "relu",
    useBias: true,
    kernelInitializer: "glorotUniform",
    biasInitializer: "zeros",
  };
}

const saved: LoadedStack = {
  inputShape: [8],
  layers: [
    { name: "first", layer: dense(5), weights: ["first/kernel", "first/bias"] },
    { name: "last", layer: dense(2), weights: ["last/kernel", "last/bias"] },
  ],
};

function loading(load: Partial<LoadSpec> = {}, shape = [8], train?: string[]): GraphSpec {
  return {
    inputs: { x: { shape } },
    targets: { y: { classes: ["a", "b"] } },
    nodes: {
      y: {
        layers: [
          { type: "load", model: "m.json", ...load },
          { type: "head", target: "y" },
        ],
      },
    },
    ...(train && { training: { phases: [{ name: "p", train }] } }),
  };
}

const gives = (stack: LoadedStack): CompileOptions => ({ load: () => stack });
const throws = (error: Error): CompileOptions => ({
  load: () => {
    throw error;
  },
});

const loads: readonly (readonly [string, GraphSpec, CompileOptions, string])[] = [
  [
    "nobody who reads models",
    loading(),
    {},
    '/nodes/y/layers/0: the saved model "m.json" cannot be read here; compile where files can be read, or write its layers in place of it',
  ],
  [
    "a file that cannot be read",
    loading(),
    throws(new EspalierError("it is cut short", { where: "m.json", hint: "copy it again" })),
    "/nodes/y/layers/0: m.json: it is cut short; copy it again",
  ],
  [
    "a file that cannot be read, without a hint",
    loading(),
    throws(new EspalierError("it is cut short")),
    '/nodes/y/layers/0: it is cut short; check the file "m.json"',
  ],
  [
    "nothing left",
    loading({ dropLast: 2 }),
    gives(saved),
    '/nodes/y/layers/0: "m.json" has 2 layers, and "dropLast" leaves out 2; leave out fewer',
  ],
  [
    "another shape than it was trained on",
    loading({}, [7]),
    gives(saved),
    '/nodes/y/layers/0: "m.json" was trained on [8] and gets [7], which the weights of its layer "first" do not fit; bring the input to [8], or leave out layers from there on with "dropLast"',
  ],
  [
    "a shape that its layers do not take",
    loading({}, []),
    gives(saved),
    '/nodes/y/layers/0: "dense" works along the last axis and gets a single number, of shape [] (layer first of the saved model); put "flatten" before it, which makes it [1]',
  ],
  [
    "a file that lacks weights",
    loading(),
    gives({ ...saved, layers: [{ name: "only", layer: dense(5), weights: ["kernel"] }] }),
    '/nodes/y/layers/0: the layer "only" of "m.json" needs 2 weights, and the file has 1; save the model again',
  ],
  [
    "a pattern of weights that stay",
    loading({ trainable: false }, [8], ["y/load", "y/head"]),
    gives(saved),
    '/training/phases/0/train/0: the weights that "y/load" matches do not train; remove the pattern, or the "trainable": false of the loaded model',
  ],
];

test.each(loads)("a saved model: %s", (_, spec, options, problem) => {
  expect(problemsOf(spec, options)).toEqual([problem]);
});

test("an error that is not for people is not taken for a problem", () => {
  expect(() => problemsOf(loading(), throws(new TypeError("a bug")))).toThrow(TypeError);
});
