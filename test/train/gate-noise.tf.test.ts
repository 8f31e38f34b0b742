/* Noise of gates: how it is distributed, what it hangs on, that it is for training only, and what learns from it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import { Model } from "../../src/model";
import { DeviceData } from "../../src/model/device-data";
import { perturbedLogits } from "../../src/program/run/gates";
import type { Machine } from "../../src/program/run/machine";
import type { GateLayer, GraphSpec, RouteNode, TrainingSpec } from "../../src/spec";
import { train } from "../../src/train";
import { stepGradients } from "../../src/train/step";
import { StepPrograms } from "../../src/train/step-programs";
import { weightingOf } from "../../src/weighting";
import { graphOf } from "../graph/compile-spec";
import { stopAfter } from "./interrupted";
import { disposedAfterEach } from "../opened";

let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-noise-"));
});
afterAll(() => rmSync(folder, { recursive: true }));
const opened = disposedAfterEach();

const CHOICES = 4;
type Route = Partial<Pick<RouteNode, "select" | "merge">>;

const mixture = (gate: Partial<GateLayer>, route: Route, training: TrainingSpec = {}): GraphSpec => ({
  inputs: { x: { shape: [3] } },
  targets: { y: { shape: [2] } },
  nodes: {
    gate: { type: "gate", from: "x", choices: CHOICES, ...gate },
    experts: {
      type: "route",
      from: "x",
      by: "gate",
      branches: { "*": [{ type: "dense", units: 2 }] },
      ...route,
    },
    y: { type: "head", from: "experts", target: "y", metrics: ["meanAbsoluteError"] },
  },
  training: { batchSize: 8, epochs: 2, optimizer: { type: "sgd", learningRate: 0.05 }, ...training },
});

const data: Dataset = (() => {
  const random = randomStream(5, "noise data");
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
  return { size: 24, inputs: { x: { shape: [3], data: draw(72) } }, labels: { y: draw(48) }, tags: {} };
})();

const built = (spec: GraphSpec): Model => opened(Model.build(graphOf(spec), { seed: 2 }));

/** Loss and gradients of one step over the first eight samples. */
function stepOf(model: Model, seed: number, step: number, epochs = 0) {
  const phase = model.graph.phases[0]!;
  const device = new DeviceData(model.graph, data);
  let numbers: { loss: number; values: number[]; gradients: Map<string, number[]> } | undefined;
  tf.tidy(() => {
    const programs = new StepPrograms(model.index, phase);
    const samples = Int32Array.from({ length: 8 }, (_, i) => i);
    const planned = { turn: 0, samples, others: [] };
    const parts = programs
      .partsOf(planned, epochs)
      .map((part) => ({ ...part, batch: { ...device.batch(samples), epochs } }));
    const minimising = { weighting: weightingOf("fixed"), regularization: [] };
    const result = stepGradients(model.weights, parts, phase.train, minimising, { seed, step, epochs })!;
    const gradients = new Map([...result.gradients].map(([path, value]) => [path, [...value.dataSync()]]));
    const [{ loss, values }] = result.outcomes as [(typeof result.outcomes)[0]];
    numbers = { loss: loss.dataSync<"float32">()[0]!, values: [...values.dataSync()], gradients };
  });
  device.dispose();
  return numbers!;
}

describe("what is drawn", () => {
  const ROWS = 5000;
  type Gate = Parameters<typeof perturbedLogits>[0];
  const base = {
    op: "gate",
    from: 0,
    to: 1,
    random: "gate/noise",
    temperature: { name: "t", from: () => 1 },
  } as const;
  /** Noisy logits over the same ones in each row. */
  function drawn(logits: number[], rest: Partial<Gate>, sizes?: number[]): Float32Array {
    return tf.tidy(() => {
      const rows = (row: number[]) => tf.tile(tf.tensor2d([row]), [ROWS, 1]);
      const machine = {
        value: (register: number) => rows(register === 0 ? logits : sizes!),
        feed: (feed: { from: (plan: never) => unknown }) => feed.from(undefined as never),
        random: (path: string) => randomStream(1, "layer", path, 1, 0),
      } as unknown as Machine;
      return perturbedLogits({ ...base, ...rest }, machine)
        .dataSync<"float32">()
        .slice();
    });
  }
  const moments = (values: Float32Array, width: number, column: number) => {
    const own = values.filter((_, i) => i % width === column);
    const mean = own.reduce((a, b) => a + b) / own.length;
    const central = (power: number) =>
      own.reduce((sum, value) => sum + (value - mean) ** power, 0) / own.length;
    return {
      mean,
      deviation: Math.sqrt(central(2)),
      skew: central(3) / central(2) ** 1.5,
      tails: central(4) / central(2) ** 2,
    };
  };

  it("is normal, of the deviation that is asked for", () => {
    const values = drawn([1, -2, 0], { noise: "normal", deviation: { name: "d", from: () => 0.5 } });
    [1, -2, 0].forEach((logit, column) => {
      const { mean, deviation, skew, tails } = moments(values, 3, column);
      expect(Math.abs(mean - logit)).toBeLessThan(0.03);
      expect(Math.abs(deviation - 0.5)).toBeLessThan(0.02);
      expect(Math.abs(skew)).toBeLessThan(0.15);
      expect(Math.abs(tails - 3)).toBeLessThan(0.3);
    });
  });

  it("is normal, of the size that was learned: softplus of a projection", () => {
    const sizes = [-2, 0, 1.5];
    const values = drawn([0, 0, 0], { noise: "normal", sizes: 5 }, sizes);
    sizes.forEach((size, column) => {
      const { mean, deviation } = moments(values, 3, column);
      const expected = Math.log(1 + Math.exp(size));
      expect(Math.abs(mean)).toBeLessThan(0.06 * expected);
      expect(Math.abs(deviation / expected - 1)).toBeLessThan(0.04);
    });
  });

  it("is Gumbel's: its largest logit is each as often as softmax says", () => {
    const logits = [0.5, 0, -1];
    const values = drawn(logits, { noise: "gumbel", temperature: { name: "t", from: () => 0.3 } });
    const counts = [0, 0, 0];
    for (let row = 0; row < ROWS; row++) {
      const own = [...values.subarray(3 * row, 3 * row + 3)];
      counts[own.indexOf(Math.max(...own))]! += 1;
    }
    const sum = logits.reduce((all, logit) => all + Math.exp(logit), 0);
    logits.forEach((logit, i) =>
      expect(Math.abs(counts[i]! / ROWS - Math.exp(logit) / sum)).toBeLessThan(0.025),
    );
    // Mean: Euler's constant; variance: pi² / 6. Both before the temperature divides.
    const { mean, deviation } = moments(values, 3, 1);
    expect(Math.abs(mean * 0.3 - 0.5772)).toBeLessThan(0.06);
    expect(Math.abs(deviation * 0.3 - Math.PI / Math.sqrt(6))).toBeLessThan(0.06);
  });

  it("is nothing for no rows, and two columns for one logit", () => {
    const machine = (rows: number) =>
      ({
        value: () => tf.zeros([rows, 1]),
        feed: () => 1,
        random: (path: string) => randomStream(1, path),
      }) as unknown as Machine;
    tf.tidy(() => {
      expect(perturbedLogits({ ...base, noise: "gumbel" }, machine(0)).shape).toEqual([0, 2]);
      expect(perturbedLogits({ ...base, noise: "gumbel" }, machine(3)).shape).toEqual([3, 2]);
    });
  });
});

describe.each<[string, Partial<GateLayer>]>([
  ["normal", { noise: 0.5 }],
  ["scheduled", { noise: { from: 1, to: 0, over: 4 } }],
  ["gumbel", { noise: "gumbel", temperature: { from: 2, to: 0.5, over: 2 } }],
  ["learned", { noise: "learned" }],
])("%s noise", (name, gate) => {
  const spec = mixture(gate, { merge: "weighted", select: { top: 2 } });

  it("hangs on seed and step alone", () => {
    const model = built(spec);
    const first = stepOf(model, 1, 1);
    expect(stepOf(model, 1, 1)).toEqual(first);
    expect(stepOf(model, 1, 2).values).not.toEqual(first.values);
    expect(stepOf(model, 2, 1).values).not.toEqual(first.values);
    // Without noise it is another value, and the same at every step.
    if (name === "scheduled") expect(stepOf(model, 1, 1, 4).values).toEqual(stepOf(model, 2, 9, 4).values);
  });

  it("is not there when predicting and validating", async () => {
    const plain = built(
      mixture({ ...(gate.temperature && { temperature: gate.temperature }) }, spec.nodes["experts"] as Route),
    );
    const still = built({
      ...spec,
      training: { ...spec.training, epochs: 1, optimizer: { type: "sgd", learningRate: 1e-30 } },
    });
    for (const [path, value] of plain.hostWeights()) {
      still.setHostWeights(new Map([[path, value]]));
    }
    const { values } = plain.predict(data).heads["y"]!;
    expect(still.predict(data).heads["y"]!.values).toEqual(values);
    const { history } = await train(still, data, { validation: data });
    const labels = data.labels["y"]!;
    const loss = values.reduce((sum, value, i) => sum + (value - labels[i]!) ** 2, 0) / values.length;
    expect(history[0]!.figures["val/loss"]).toBeCloseTo(loss, 5);
    expect(Math.abs(history[0]!.figures["loss"]! - loss)).toBeGreaterThan(1e-4);
  });

  it("is the same in a run that was interrupted and resumed", async () => {
    const straight = built(spec);
    const expected = await train(straight, data);
    const checkpoint = join(folder, `${name}.safetensors`);
    await train(built(spec), data, { checkpoint, ...stopAfter(2) });
    const second = built(spec);
    const resumed = await train(second, data, { checkpoint });
    expect(resumed.history.map(({ figures }) => figures)).toEqual(
      expected.history.map(({ figures }) => figures),
    );
    expect(second.hostWeights()).toEqual(straight.hostWeights());
  });
});

it.each<[string, Route]>([
  ["all experts", { select: "all", merge: "weighted" }],
  ["the likeliest two", { select: { top: 2 }, merge: "weighted" }],
  ["the likeliest, scaled", { select: "first", merge: "scaled" }],
])("the size of noise learns: its gradient is that of finite differences with the draws fixed (%s)", (_, route) => {
  const model = built(mixture({ noise: "learned", temperature: 0.7 }, route));
  const path = "gate/noise";
  const random = randomStream(3, "sizes");
  const weights = model.hostWeights().get(path)!;
  expect([...weights.data].every((value) => value === 0)).toBe(true);
  const start = weights.data.map(() => random.normal() * 0.3);
  const at = (values: Float32Array) => {
    model.setHostWeights(new Map([[path, { ...weights, data: values }]]));
    return stepOf(model, 1, 1);
  };
  const gradient = at(start).gradients.get(path)!;
  const size = Math.sqrt(gradient.reduce((sum, value) => sum + value ** 2, 0));
  expect(size).toBeGreaterThan(1e-3);
  for (let direction = 0; direction < 3; direction++) {
    const along = start.map(() => random.normal());
    const epsilon = 2e-3;
    const moved = (sign: number) => at(start.map((value, i) => value + sign * epsilon * along[i]!)).loss;
    const slope = (moved(1) - moved(-1)) / (2 * epsilon);
    const expected = gradient.reduce((sum, value, i) => sum + value * along[i]!, 0);
    expect(Math.abs(slope - expected)).toBeLessThan(0.02 * size + 1e-3);
  }
}); // prettier-ignore
