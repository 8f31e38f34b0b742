/*
 * Alternating training against plain arithmetic: a linear branch over vectors, an embedding over ids and one shared
 * linear layer, with gradients written out by hand.
 */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import { fromRecords, type DataRecord } from "../../src/data";
import type { Phase } from "../../src/graph/ir";
import { Model, understandGraph, type HostWeights } from "../../src/model";
import { DeviceData } from "../../src/model/device-data";
import { optimizerRule } from "../../src/optimizers";
import type { AlternateSpec, GraphSpec } from "../../src/spec";
import { OptimizerState } from "../../src/train/optimizer-state";
import { train, type StepRecord } from "../../src/train";
import { planEpoch, poolsOf, type PlannedStep } from "../../src/train/samples";

beforeAll(async () => {
  await useBackend();
});

const [WIDTH, UNITS, IDS, RATE, BATCH, SEED] = [3, 2, 4, 0.05, 4, 1];

function specOf(alternate?: AlternateSpec): GraphSpec {
  return {
    tags: { type: ["float", "int", "twin"] },
    inputs: {
      vector: { shape: [WIDTH], when: { type: "float" } },
      id: { shape: [], dtype: "int32", when: { type: "int" } },
      other: { shape: [WIDTH], when: { type: "twin" } },
    },
    targets: { score: { shape: [] } },
    nodes: {
      features: {
        type: "route",
        by: { tag: "type" },
        branches: {
          float: { from: "vector", layers: [{ type: "dense", units: UNITS }] },
          int: { from: "id", layers: [{ type: "embedding", inputDim: IDS, outputDim: UNITS }] },
          twin: { from: "other", layers: [{ type: "dense", units: UNITS }] },
        },
      },
      score: { type: "head", from: "features", target: "score" },
    },
    training: {
      optimizer: { type: "sgd", learningRate: RATE },
      batchSize: BATCH,
      epochs: 1,
      ...(alternate && { alternate }),
    },
  };
}

const random = randomStream(3, "formulas");
/** 10 vectors, 7 ids and 5 of the third type, mixed. */
const records = Array.from({ length: 22 }, (_, i): DataRecord => {
  const vector = Array.from({ length: WIDTH }, () => random.normal());
  const score = random.normal();
  if (i % 3 === 0 && i < 21) return { type: "int", id: random.below(IDS), score };
  return i % 4 === 1 ? { type: "twin", other: vector, score } : { type: "float", vector, score };
});
const data = fromRecords(records, specOf());

/** Weights as plain numbers, by path. */
type Plain = Record<string, number[]>;
const plain = (weights: HostWeights): Plain =>
  Object.fromEntries([...weights].map(([path, { data: values }]) => [path, [...values]]));

/** Mean squared error over some samples, and its gradient, with loops. Paths that it does not depend on are absent. */
function oracle(weights: Plain, samples: Iterable<number>): { loss: number; gradients: Plain } {
  const list = [...samples];
  const gradients: Plain = {};
  const at = (path: string) => (gradients[path] ??= weights[path]!.map(() => 0));
  let loss = 0;
  for (const sample of list) {
    const record = records[sample]!;
    const type = String(record["type"]);
    const table = weights["features/int/embedding/embeddings"]!;
    const vector = (record["vector"] ?? record["other"]) as number[] | undefined;
    const [kernel, bias] = [`features/${type}/dense/kernel`, `features/${type}/dense/bias`];
    const hidden = Array.from({ length: UNITS }, (_, unit) =>
      vector
        ? vector.reduce((sum, x, i) => sum + x * weights[kernel]![i * UNITS + unit]!, weights[bias]![unit]!)
        : table[(record["id"] as number) * UNITS + unit]!,
    );
    const said = hidden.reduce(
      (sum, h, unit) => sum + h * weights["score/kernel"]![unit]!,
      weights["score/bias"]![0]!,
    );
    const error = said - (record["score"] as number);
    loss += error ** 2 / list.length;
    const slope = (2 * error) / list.length;
    at("score/bias")[0]! += slope;
    hidden.forEach((h, unit) => {
      at("score/kernel")[unit]! += slope * h;
      const back = slope * weights["score/kernel"]![unit]!;
      if (!vector) at("features/int/embedding/embeddings")[(record["id"] as number) * UNITS + unit]! += back;
      vector?.forEach((x, i) => (at(kernel)[i * UNITS + unit]! += back * x));
      if (vector) at(bias)[unit]! += back;
    });
  }
  return { loss, gradients };
}

/** Adds `share` times some gradients. */
function add(total: Plain, { gradients }: { gradients: Plain }, share: number): void {
  for (const [path, values] of Object.entries(gradients)) {
    const sum = (total[path] ??= values.map(() => 0));
    values.forEach((value, i) => (sum[i]! += share * value));
  }
}

/** The steps that a run takes in its first epoch. */
function plannedSteps(graph: Model["graph"]): { steps: PlannedStep[]; pools: Int32Array[]; phase: Phase } {
  const device = new DeviceData(graph, data);
  const phase = graph.phases[0]!;
  const pools = poolsOf(
    phase,
    device,
    Int32Array.from(records, (_, i) => i),
  );
  device.dispose();
  return { steps: planEpoch(phase, pools, SEED, 0), pools, phase };
}

/** Trains an epoch and holds every step against `gradientsOf`, the weights before it and what was planned. */
async function compareSteps(
  alternate: AlternateSpec | undefined,
  gradientsOf: (weights: Plain, planned: PlannedStep) => Plain,
): Promise<void> {
  const { graph } = understandGraph(specOf(alternate));
  const { steps } = plannedSteps(graph);
  const model = Model.build(graph, { seed: SEED });
  let before = plain(model.hostWeights());
  let count = 0;
  await train(model, data, {
    seed: SEED,
    onStep: ({ moved, losses }: StepRecord) => {
      const planned = steps[count++]!;
      const gradients = gradientsOf(before, planned);
      const after = plain(model.hostWeights());
      expect(new Set(moved)).toEqual(new Set(Object.keys(gradients)));
      expect(losses["score"]).toBeCloseTo(oracle(before, planned.samples).loss, 5);
      for (const [path, values] of Object.entries(after)) {
        values.forEach((value, i) => {
          const gradient = gradients[path]?.[i];
          if (gradient === undefined) expect(value, path).toBe(before[path]![i]);
          else expect(value, path).toBeCloseTo(before[path]![i]! - RATE * gradient, 5);
        });
      }
      before = after;
    },
  });
  expect(count).toBe(steps.length);
  expect(count).toBeGreaterThan(5);
  model.dispose();
}

describe("a step of alternating training, step by step for an epoch", () => {
  const by = { tag: "type" };

  it("is the active type's loss and gradient in pure batches", async () => {
    for (const schedule of ["roundRobin", "random", "byLoss"] as const) {
      await compareSteps({ by, schedule }, (weights, { samples }) => oracle(weights, samples).gradients);
    }
  });

  it.each([0.1, 0.5])("is (1 - s) · active + s · mean(others) with s = %d", async (inactiveShare) => {
    await compareSteps({ by, inactiveShare }, (weights, { samples, others }) => {
      const total: Plain = {};
      add(total, oracle(weights, samples), 1 - inactiveShare);
      expect(others).toHaveLength(2);
      for (const other of others) add(total, oracle(weights, other.samples), inactiveShare / 2);
      return total;
    });
  });

  it("groups a mixed batch by type: the loops over its samples, one after another", async () => {
    await compareSteps(undefined, (weights, { samples }) => oracle(weights, samples).gradients);
  });

  it("counts a batch by its importance weight, beside its share", async () => {
    const alternate = { by, schedule: { type: "proportional", alpha: 0 }, inactiveShare: 0.2 } as const;
    await compareSteps({ ...alternate, importanceWeights: true }, (weights, { samples, weight, others }) => {
      const total: Plain = {};
      expect(weight).toBeGreaterThan(0);
      add(total, oracle(weights, samples), 0.8 * weight!);
      for (const other of others) add(total, oracle(weights, other.samples), 0.1 * other.weight!);
      return total;
    });
  });

  it("is in the mean that of all samples together, with importance weights, in an epoch of each batch once", () => {
    const { graph } = understandGraph(specOf({ by, schedule: "blocks", importanceWeights: true }));
    const { steps } = plannedSteps(graph);
    const model = Model.build(graph, { seed: SEED });
    const weights = plain(model.hostWeights());
    model.dispose();
    const mean: Plain = {};
    for (const { samples, weight } of steps) add(mean, oracle(weights, samples), weight! / steps.length);
    for (const [path, values] of Object.entries(oracle(weights, records.keys()).gradients))
      values.forEach((value, i) => expect(mean[path]![i]).toBeCloseTo(value, 10));
  });
});

describe("a branch that waits", () => {
  const spec = { type: "adam", learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
  const value = (weights: ReadonlyMap<string, tf.Tensor>, path: string): number =>
    weights.get(path)!.dataSync()[0]!;

  /** Adam with one clock for all, in plain arithmetic: what must not happen. */
  function sharedClock(start: number, gradients: readonly number[], clock: number): number {
    let [x, m, v] = [start, 0, 0];
    gradients.forEach((gradient, i) => {
      m = 0.9 * m + 0.1 * gradient;
      v = 0.999 * v + 0.001 * gradient ** 2;
      const t = clock + i;
      x -= (0.1 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-7);
    });
    return x;
  }

  it("takes the first step of a fresh optimiser at step 1,000, not one 2.52 times as long", () => {
    const state = new OptimizerState(optimizerRule(spec));
    const before = tf.memory().numTensors;
    const steps = tf.tidy(() => {
      const weights = new Map<string, tf.Tensor>([
        ["early", tf.scalar(0)],
        ["late", tf.scalar(0)],
      ]);
      const one = tf.scalar(1);
      for (let step = 1; step < 1000; step++)
        tf.dispose([...state.update(weights, new Map([["early", one]]), { epochs: 0 }).values()]);
      return value(state.update(weights, new Map([["late", one]]), { epochs: 0 }), "late");
    });
    expect(steps).toBeCloseTo(-0.1, 5);
    expect(sharedClock(0, [1], 1000) / steps).toBeCloseTo(2.515, 2);
    expect(state.entries.get("late")!.clock).toBe(1);
    state.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("does not drift: one gradient and ten steps without leave 0.9, where ten gradients of 0 would leave 0.564", () => {
    const state = new OptimizerState(optimizerRule(spec));
    tf.tidy(() => {
      let weights: ReadonlyMap<string, tf.Tensor> = new Map([["branch", tf.scalar(1)]]);
      weights = state.update(weights, new Map([["branch", tf.scalar(1)]]), { epochs: 0 });
      const after = value(weights, "branch");
      expect(after).toBeCloseTo(0.9, 5);
      for (let step = 0; step < 10; step++)
        weights = new Map([...weights, ...state.update(weights, new Map(), { epochs: 0 })]);
      expect(value(weights, "branch")).toBe(after);
      expect(state.entries.get("branch")!.clock).toBe(1);
      // The same with gradients of 0: those are no gradients.
      for (let step = 0; step < 10; step++)
        weights = state.update(weights, new Map([["branch", tf.scalar(0)]]), { epochs: 0 });
      expect(value(weights, "branch")).toBeCloseTo(0.564, 3);
      expect(sharedClock(1, [1, ...new Array<number>(10).fill(0)], 1)).toBeCloseTo(0.564, 3);
    });
    state.dispose();
  });
});
