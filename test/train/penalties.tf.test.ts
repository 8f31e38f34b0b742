/* What is minimised beside the losses of heads: penalties of weights by path, and those that programs ask for. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { DeviceData } from "../../src/model/device-data";
import { Model } from "../../src/model/model";
import { optimizerRule } from "../../src/optimizers";
import type { TrainingSpec } from "../../src/spec";
import { train } from "../../src/train";
import { OptimizerState } from "../../src/train/optimizer-state";
import { runStep } from "../../src/train/run";
import { weightingMoment } from "../../src/train/step";
import { StepPrograms } from "../../src/train/step-programs";
import { weighedGradients } from "../../src/train/weighed-gradients";
import { WeightingState } from "../../src/train/weighting-state";
import { weightingOf, type Weighting } from "../../src/weighting";
import { graphOf } from "../graph/compile-spec";
import { animals, sharedSpec } from "../specs";
import { stopAfter } from "./interrupted";
import { disposedAfterEach } from "../opened";

let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-penalties-"));
});
afterAll(() => rmSync(folder, { recursive: true }));
const opened = disposedAfterEach();

const RATE = 0.1;
const sgd = { type: "sgd", learningRate: RATE } as const;
const rules = { "{trunk,insect,fish}/**": { l2: 0.05 }, "fish/kernel": { l1: 0.01, l2: 0.02 } } as const;

/** Each shared gradient as its heads have it, summed: `combineGradients` must never see a penalty. */
const gradients: Weighting = {
  ...weightingOf("fixed"),
  combineGradients: (shared) => {
    const paths = new Set(shared.flatMap((own) => [...own.gradients.keys()]));
    return new Map(
      Array.from(paths, (path) => [path, tf.addN(shared.flatMap((own) => own.gradients.get(path) ?? []))]),
    );
  },
};

/** The weights before and after one step of descent, and what it came to. */
function stepOf(training: TrainingSpec, weighting?: Weighting, without: string[] = []) {
  const graph = graphOf(sharedSpec({ optimizer: sgd, epochs: 1, ...training }));
  const phase = graph.phases[0]!;
  const model = opened(Model.build(graph, { seed: 1 }));
  const device = opened(new DeviceData(graph, animals(24, { without })));
  const optimizer = opened(new OptimizerState(optimizerRule(phase.optimizer)));
  const state = opened(new WeightingState(weighting ?? weightingOf(phase.weighting), graph.heads));
  const weights = () => new Map([...model.hostWeights()].map(([path, { data }]) => [path, [...data]]));
  const before = weights();
  const planned = { turn: 0, samples: Int32Array.from({ length: 24 }, (_, i) => i), others: [] };
  const tensors = tf.memory().numTensors;
  const step = () =>
    runStep(model, device, new StepPrograms(model.index, phase), optimizer, state, planned, {
      seed: 1,
      step: 1,
      epochs: 0,
    })!;
  const outcome = step();
  expect(tf.memory().numTensors).toBe(tensors);
  return { model, outcome, before, after: weights(), step };
}

const factors = (path: string): { l1: number; l2: number } =>
  path === "fish/kernel"
    ? { l1: 0.01, l2: 0.02 }
    : path.startsWith("group")
      ? { l1: 0, l2: 0 }
      : { l1: 0, l2: 0.05 };

function penaltyOf(weights: ReadonlyMap<string, readonly number[]>): number {
  return [...weights].reduce((sum, [path, values]) => {
    const { l1, l2 } = factors(path);
    return sum + values.reduce((all, value) => all + l1 * Math.abs(value) + l2 * value ** 2, 0);
  }, 0);
}

describe.each<[string, TrainingSpec, Weighting | undefined]>([
  ["fixed weights", {}, undefined],
  ["a weighting that learns", { weighting: "uncertainty" }, undefined],
  ["a weighting of gradients", {}, gradients],
  ["alternating turns", { alternate: { by: "heads", inactiveShare: 0.5 } }, undefined],
])("L1 and L2 under %s", (_, training, weighting) => {
  it("move each weight that takes part by their own gradient, and no other thing", () => {
    const plain = stepOf(training, weighting);
    const penalised = stepOf({ ...training, regularization: rules }, weighting);
    expect(plain.outcome.penalty).toBeUndefined();
    let compared = 0;
    for (const [path, values] of penalised.before) {
      const { l1, l2 } = factors(path);
      const moved = plain.after.get(path)!.some((value, i) => value !== values[i]);
      plain.after.get(path)!.forEach((value, i) => {
        const own = l1 * Math.sign(values[i]!) + 2 * l2 * values[i]!;
        expect(penalised.after.get(path)![i]).toBeCloseTo(moved ? value - RATE * own : values[i]!, 6);
        compared += moved && own !== 0 ? 1 : 0;
      });
    }
    expect(compared).toBeGreaterThan(8);
    // The losses that are shown are the heads' alone.
    const losses = (outcome: typeof plain.outcome) => outcome.heads.map(({ loss }) => loss);
    expect(losses(penalised.outcome)).toEqual(losses(plain.outcome));
  });
});

describe("a penalty", () => {
  it("leaves a branch without samples where it is, and does not count it", () => {
    const all = stepOf({ regularization: rules });
    expect(all.outcome.penalty).toBeCloseTo(penaltyOf(all.before), 4);
    const some = stepOf({ regularization: rules }, undefined, ["cod", "eel", "pike"]);
    for (const path of ["fish/kernel", "fish/bias"])
      expect(some.after.get(path)).toEqual(some.before.get(path));
    expect(some.after.get("insect/kernel")).not.toEqual(some.before.get("insect/kernel"));
    const without = new Map([...some.before].filter(([path]) => !path.startsWith("fish")));
    expect(some.outcome.penalty).toBeCloseTo(penaltyOf(without), 4);
  });

  it("that is no finite number stops the step, by its name", () => {
    const { model, step } = stepOf({ regularization: { "fish/bias": { l2: 1 } } });
    const { shape, data } = model.hostWeights().get("fish/bias")!;
    model.setHostWeights(new Map([["fish/bias", { shape, data: data.map(() => 1e25) }]]));
    const tensors = tf.memory().numTensors;
    expect(step).toThrow("step 1, regularization: the penalty is Infinity");
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it("stands in the history beside the loss, also where the run was interrupted, and may be watched", async () => {
    const spec = sharedSpec({
      epochs: 2,
      optimizer: sgd,
      regularization: rules,
      earlyStopping: { monitor: "penalty" },
    });
    const build = () => opened(Model.build(graphOf(spec), { seed: 1 }));
    const whole = build();
    const { history } = await train(whole, animals(80));
    for (const { figures } of history) expect(figures["penalty"]).toBeGreaterThan(0);
    expect(Object.keys(history[0]!.figures).slice(0, 3)).toEqual(["loss", "accuracy", "group/loss"]);
    expect(history[1]!.figures["penalty"]).toBeLessThan(history[0]!.figures["penalty"]!);
    const checkpoint = join(folder, "run.safetensors");
    await train(build(), animals(80), { checkpoint, ...stopAfter(1) });
    const resumed = await train(build(), animals(80), { checkpoint });
    const figures = (epochs: typeof history) => epochs.map((epoch) => epoch.figures);
    expect(figures(resumed.history)).toEqual(figures(history));
  });
});

describe("penalties of a forward pass", () => {
  it.each<[string, Weighting]>([
    ["at once", weightingOf("fixed")],
    ["head by head", gradients],
    ["followed", { ...weightingOf("fixed"), follow: () => new Map() }],
  ])("are minimised as they are, %s", (_, weighting) => {
    const heads = graphOf(sharedSpec()).heads;
    const moment = weightingMoment({ seed: 1, step: 1, epochs: 0 });
    tf.tidy(() => {
      const weights = new Map<string, tf.Tensor>([
        ["a", tf.tensor1d([1, 2])],
        ["b", tf.tensor1d([3, 4])],
      ]);
      const forward = (terms: number) => () => {
        const [a, b] = [...weights.values()] as [tf.Tensor, tf.Tensor];
        const losses = [tf.sum(a), tf.sum(tf.square(a))] as tf.Scalar[];
        return {
          terms: losses.slice(0, terms).map((loss, i) => ({ head: heads[i]!, loss, share: 1 })),
          penalties: [{ name: "p", loss: tf.sum<tf.Scalar>(tf.mul(a, b)) }],
        };
      };
      const { gradients: found } = weighedGradients(forward(2), weights, ["a", "b"], weighting, moment);
      // 1 + 2a + b, and a.
      expect([...found.get("a")!.dataSync()]).toEqual([6, 9]);
      expect([...found.get("b")!.dataSync()]).toEqual([1, 2]);
      const { gradients: none } = weighedGradients(forward(0), weights, ["a", "b"], weighting, moment);
      expect(none.size).toBe(0);
      for (const gradient of found.values()) gradient.dispose();
    });
  });
});
