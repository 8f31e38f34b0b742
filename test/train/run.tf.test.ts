/* One step by itself: all or nothing, and no tensor more than before. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import type { Dataset } from "../../src/data/dataset";
import { DeviceData } from "../../src/model/device-data";
import { Model } from "../../src/model/model";
import { optimizerRule } from "../../src/optimizers";
import type { GraphSpec, TrainingSpec } from "../../src/spec";
import { NumericError } from "../../src/train/diagnose";
import { OptimizerState } from "../../src/train/optimizer-state";
import { runStep } from "../../src/train/run";
import type { PlannedStep } from "../../src/train/samples";
import { StepPrograms } from "../../src/train/step-programs";
import { WeightingState } from "../../src/train/weighting-state";
import { weightingOf, type Weighting } from "../../src/weighting";
import { graphOf } from "../graph/compile-spec";
import { animals, sharedSpec } from "../specs";
import { disposedAfterEach } from "../opened";

beforeAll(async () => {
  await useBackend();
});

const opened = disposedAfterEach();

/** The shared network with moving statistics in its trunk. */
function spec(training: TrainingSpec): GraphSpec {
  const shared = sharedSpec({ epochs: 1, weighting: "uncertainty", ...training });
  const trunk: GraphSpec["nodes"][string] = {
    from: "features",
    layers: [{ type: "dense", units: 8 }, { type: "batchNormalization" }],
  };
  return { ...shared, nodes: { ...shared.nodes, trunk } };
}

const SGD = { type: "sgd", learningRate: 0.1 } as const;
const SIZE = 24;
const everySample = Int32Array.from({ length: SIZE }, (_, i) => i);

/** All that a step needs, and what it did. */
function prepare(
  training: TrainingSpec = { optimizer: SGD },
  { data = animals(SIZE), weighting }: { data?: Dataset; weighting?: Weighting } = {},
) {
  const graph = graphOf(spec(training));
  const phase = graph.phases[0]!;
  const model = opened(Model.build(graph, { seed: 1 }));
  const device = opened(new DeviceData(graph, data));
  const optimizer = opened(new OptimizerState(optimizerRule(phase.optimizer)));
  const state = opened(new WeightingState(weighting ?? weightingOf(phase.weighting), graph.heads));
  const programs = new StepPrograms(model.index, phase);
  const everything = () => ({
    weights: Object.fromEntries([...model.hostWeights()].map(([path, { data }]) => [path, [...data]])),
    learned: Object.fromEntries([...state.host()].map(([path, { data }]) => [path, [...data]])),
  });
  const step = (planned: PlannedStep = { turn: 0, samples: everySample, others: [] }) =>
    runStep(model, device, programs, optimizer, state, planned, { seed: 1, step: 7, epochs: 0 })?.heads;
  return { model, step, everything };
}

/** What a step that fails says; nothing may have changed, no tensor may be left. */
function failure({ step, everything, model }: ReturnType<typeof prepare>, planned?: PlannedStep): unknown {
  const before = { ...everything(), tensors: tf.memory().numTensors, same: model.weights };
  let error: unknown;
  try {
    step(planned);
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeDefined();
  expect(tf.memory().numTensors).toBe(before.tensors);
  expect(model.weights).toBe(before.same);
  const { weights, learned } = everything();
  expect(weights).toEqual(before.weights);
  expect(learned).toEqual(before.learned);
  return error;
}

/** Puts one value over all of a weight. */
function fill(model: Model, path: string, value: number): void {
  const { shape, data } = model.hostWeights().get(path)!;
  model.setHostWeights(new Map([[path, { shape, data: new Float32Array(data.length).fill(value) }]]));
}

describe("a step that succeeds", () => {
  it("moves weights, statistics and what the weighting learns, and keeps no tensor of its own", () => {
    const all = prepare();
    const before = { ...all.everything(), tensors: tf.memory().numTensors };
    const outcomes = all.step();
    expect(tf.memory().numTensors).toBe(before.tensors);
    const after = all.everything();
    for (const path of Object.keys(before.weights)) {
      expect([path, after.weights[path]]).not.toEqual([path, before.weights[path]]);
    }
    for (const path of Object.keys(before.learned)) {
      expect([path, after.learned[path]]).not.toEqual([path, before.learned[path]]);
    }
    expect(outcomes!.map(({ head, rows, valid }) => [head.name, rows, valid])).toEqual(
      all.model.graph.heads.map(({ name }) => {
        const labelled = outcomes!.find(({ head }) => head.name === name)!.labels;
        const count = labelled.mask.filter((one) => one === 1).length;
        return [name, count, count];
      }),
    );
  });

  it("does nothing where no head has a label", () => {
    const data = { ...animals(SIZE), labels: { animal: new Int32Array(SIZE).fill(-1) } };
    const all = prepare(undefined, { data });
    const before = { ...all.everything(), tensors: tf.memory().numTensors };
    expect(all.step()).toBeUndefined();
    expect(tf.memory().numTensors).toBe(before.tensors);
    expect(all.everything()).toEqual({ weights: before.weights, learned: before.learned });
  });

  it("speaks of the active turn alone, though others move too", () => {
    const alternate = { by: "heads", inactiveShare: 0.5 } as const;
    const all = prepare({ optimizer: SGD, alternate });
    const before = { ...all.everything(), tensors: tf.memory().numTensors };
    const others = [0, 2].map((turn) => ({ turn, samples: everySample }));
    const outcomes = all.step({ turn: 1, samples: everySample, others });
    expect(outcomes!.map(({ head }) => head.name)).toEqual(["insect"]);
    expect(tf.memory().numTensors).toBe(before.tensors);
    const { weights } = all.everything();
    for (const head of ["group", "insect", "fish"])
      expect(weights[`${head}/kernel`]).not.toEqual(before.weights[`${head}/kernel`]);
  });

  describe("of which a head under batchMean has no label", () => {
    /** What heads did in a step of turns by heads, or of all at once; fish have no samples. */
    function outcomesOf(training: TrainingSpec, planned: PlannedStep) {
      const shared = spec({ optimizer: SGD, weighting: "fixed", ...training });
      const fish = {
        type: "head",
        from: "trunk",
        target: "animal",
        within: "fish",
        reduction: "batchMean",
      } as const;
      const graph = graphOf({ ...shared, nodes: { ...shared.nodes, fish } });
      const phase = graph.phases[0]!;
      const model = opened(Model.build(graph, { seed: 1 }));
      const device = opened(new DeviceData(graph, animals(SIZE, { without: ["cod", "eel", "pike"] })));
      const optimizer = opened(new OptimizerState(optimizerRule(phase.optimizer)));
      const state = opened(new WeightingState(weightingOf("fixed"), graph.heads));
      const programs = new StepPrograms(model.index, phase);
      return runStep(model, device, programs, optimizer, state, planned, { seed: 1, step: 1, epochs: 0 })!
        .heads;
    }

    it("counts its rows, with no loss and no values", () => {
      const outcomes = outcomesOf({}, { turn: 0, samples: everySample, others: [] });
      expect(outcomes.map(({ head }) => head.name)).toEqual(["group", "insect", "fish"]);
      expect(outcomes[2]).toMatchObject({ loss: 0, rows: SIZE, valid: 0, values: new Float32Array(0) });
      expect(outcomes[1]!.rows).toBe(outcomes[1]!.valid);
      expect(outcomes[1]!.valid).toBeGreaterThan(0);
    });

    it("counts them only in its own turn", () => {
      const others = [{ turn: 2, samples: everySample }];
      const alternate = { by: "heads", inactiveShare: 0.5 } as const;
      const outcomes = outcomesOf({ alternate }, { turn: 1, samples: everySample, others });
      expect(outcomes.map(({ head }) => head.name)).toEqual(["insect"]);
    });
  });
});

describe("a step that fails changes nothing and leaves no tensor", () => {
  it("where a loss is not finite", () => {
    const all = prepare();
    fill(all.model, "group/kernel", 3e38);
    const error = failure(all) as NumericError;
    expect(error).toBeInstanceOf(NumericError);
    expect(error.step).toBe(7);
    expect(error.node).toBe("group");
  });

  it("where a new weight is not finite, though the losses are", () => {
    // Nothing is amiss until 3e38 times a gradient is added up.
    const all = prepare({ optimizer: { type: "sgd", learningRate: 3e38 }, weighting: "fixed" });
    fill(all.model, "group/kernel", 100);
    const error = failure(all) as NumericError;
    expect(error).toBeInstanceOf(NumericError);
    expect(error.node).toBe("update");
  });

  it("where the loss of a part that keeps a share is not finite", () => {
    const all = prepare({ optimizer: SGD, alternate: { by: "heads", inactiveShare: 0.5 } });
    fill(all.model, "fish/kernel", 3e38);
    const others = [{ turn: 2, samples: everySample }];
    const error = failure(all, { turn: 0, samples: everySample, others }) as NumericError;
    expect(error.node).toBe("fish");
  });

  it("where a weighting throws after the heads ran", () => {
    const fault = new Error("no way to combine");
    const combine = () => {
      throw fault;
    };
    expect(failure(prepare(undefined, { weighting: { learns: { factor: 1 }, combine } }))).toBe(fault);
  });
});

describe("finite values whose sum is not", () => {
  it("are no failure: each is looked at", () => {
    const all = prepare({ optimizer: { type: "sgd", learningRate: 1e-30 }, weighting: "fixed" });
    // Softmax does not see a bias that all classes share; its sum overflows, none of its values does.
    fill(all.model, "fish/bias", 3e38);
    expect(all.step()).toBeDefined();
  });
});
