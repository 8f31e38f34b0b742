/* Gates at the edges: logits far out, ways out that the gate does not know, rows without a branch. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend";
import { randomStream } from "../../../src/backend/random";
import type { Dataset } from "../../../src/data/dataset";
import { Model } from "../../../src/model";
import { balanceLoss, renewed } from "../../../src/program/run/gates";
import type { GraphSpec, RouteNode } from "../../../src/spec";
import { train } from "../../../src/train";
import { graphOf } from "../../graph/compile-spec";
import { disposedAfterEach } from "../../opened";

beforeAll(() => useBackend());
const opened = disposedAfterEach();

describe("weights renewed over the branches that run", () => {
  const weightsOf = (logits: number[], selected: number[]): number[] =>
    tf.tidy(() => [...renewed(tf.tensor2d([logits]), Float32Array.from(selected)).dataSync()]);

  it("are the softmax of those, however far out the logits are", () => {
    for (const shift of [0, 1e4, -1e4, 1e7, -1e7]) {
      const [first, second, third] = weightsOf([shift + 2, shift, shift + 50], [1, 1, 0]);
      expect(first).toBeCloseTo(1 / (1 + Math.exp(-2)), 5);
      expect(second).toBeCloseTo(1 / (1 + Math.exp(2)), 5);
      expect(third).toBe(0);
    }
    expect(weightsOf([-3e19, -2e19, 5], [1, 1, 0])).toEqual([0, 1, 0]);
    expect(weightsOf([-1e30, 1e30, 0], [1, 0, 0])).toEqual([1, 0, 0]);
  });

  it("are 0 for a row that no branch takes, and so is their gradient", () => {
    expect(weightsOf([3, -4, 1], [0, 0, 0])).toEqual([0, 0, 0]);
    const slope = tf.tidy(() => [
      ...tf
        .grad((x) => tf.sum(tf.square(renewed(x as tf.Tensor2D, Float32Array.of(0, 0, 0, 1, 1, 0)))))(
          tf.tensor2d([
            [3, -4, 1],
            [1, 0, 2],
          ]),
        )
        .dataSync(),
    ]);
    // d/dz of p² + (1 - p)² at p = sigmoid(1).
    const p = 1 / (1 + Math.exp(-1));
    const expected = (2 * p - 2 * (1 - p)) * p * (1 - p);
    [0, 0, 0, expected, -expected, 0].forEach((value, i) => expect(slope[i]).toBeCloseTo(value, 5));
  });
});

describe("balance losses", () => {
  const NONE = { load: 0, importance: 0, z: 0 };
  const loss = (logits: number[][], load: number[], factors: Partial<typeof NONE>): number =>
    tf.tidy(() => {
      const z = tf.tensor2d(logits);
      return balanceLoss(z, z, Float32Array.from(load), { ...NONE, ...factors }).dataSync()[0]!;
    });
  const softmax = (row: number[]) => {
    const powers = row.map(Math.exp);
    return powers.map((power) => power / powers.reduce((a, b) => a + b));
  };
  const logits = [[1, 0, -1, 0.5], [0.2, 2, 0, -2], [3, 0, 1, 1]]; // prettier-ignore
  const sums = [0, 1, 2, 3].map((branch) => logits.reduce((sum, row) => sum + softmax(row)[branch]!, 0));

  it("of the load are alpha E sum f P: alpha where all branches get alike, at most E times that", () => {
    const f = [2 / 3, 1 / 3, 0, 0];
    const expected = 0.1 * 4 * sums.reduce((sum, p, i) => sum + f[i]! * (p / 3), 0);
    expect(loss(logits, f, { load: 0.1 })).toBeCloseTo(expected, 6);
    expect(loss([[0, 0, 0, 0]], [0.25, 0.25, 0.25, 0.25], { load: 0.1 })).toBeCloseTo(0.1, 6);
    expect(loss([[99, 0, 0, 0]], [1, 0, 0, 0], { load: 0.1 })).toBeCloseTo(0.4, 6);
  });

  it("of the load have the gradient of P alone: f is a count", () => {
    const f = [0.5, 0.25, 0.25, 0];
    const slope = tf.tidy(() => [
      ...tf
        .grad((z) =>
          balanceLoss(z as tf.Tensor2D, z as tf.Tensor2D, Float32Array.from(f), { ...NONE, load: 1 }),
        )(tf.tensor2d(logits))
        .dataSync(),
    ]);
    logits.forEach((row, i) => {
      const p = softmax(row);
      const mean = p.reduce((sum, one, j) => sum + one * f[j]!, 0);
      p.forEach((one, j) => expect(slope[4 * i + j]).toBeCloseTo((4 / 3) * one * (f[j]! - mean), 5));
    });
  });

  it("of the importance are its squared coefficient of variation, of the logits beta mean log-sum-exp squared", () => {
    const mean = sums.reduce((a, b) => a + b) / 4;
    const variance = sums.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 4;
    expect(loss(logits, [1, 0, 0, 0], { importance: 0.2 })).toBeCloseTo((0.2 * variance) / mean ** 2, 6);
    const logs = logits.map((row) => Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0)));
    const z = logs.reduce((sum, one) => sum + one ** 2, 0) / 3;
    expect(loss(logits, [1, 0, 0, 0], { z: 0.3 })).toBeCloseTo(0.3 * z, 5);
  });
});

describe("a way out that the gate does not know", () => {
  const data: Dataset = (() => {
    const random = randomStream(3, "way out");
    const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
    return { size: 20, inputs: { x: { shape: [4], data: draw(80) } }, labels: { y: draw(40) }, tags: {} };
  })();
  const spec = (merge: RouteNode["merge"]): GraphSpec => ({
    inputs: { x: { shape: [4] } },
    targets: { y: { shape: [2] } },
    nodes: {
      gate: { type: "gate", from: "x", choices: ["a", "b", "c"] },
      experts: {
        type: "route",
        from: "x",
        by: "gate",
        select: { atLeast: 0.5, otherwise: "extra" },
        merge,
        branches: { "*": [{ type: "dense", units: 2 }], extra: [{ type: "dense", units: 2 }] },
      },
      y: { type: "head", from: "experts", target: "y", project: false },
    },
    training: { epochs: 2, batchSize: 8, optimizer: { type: "sgd", learningRate: 0.05 } },
  });

  it.each(["scaled", "straightThrough"] as const)("counts as it is (%s)", async (merge) => {
    const model = opened(Model.build(graphOf(spec(merge)), { seed: 1 }));
    const { heads, routes } = model.predict(data);
    const { taken } = routes["experts"]!;
    expect(new Set(taken).has(3)).toBe(true);
    expect(new Set(taken).size).toBeGreaterThan(1);
    const kernel = model.hostWeights().get("experts/extra/dense/kernel")!.data;
    const x = data.inputs["x"]!.data;
    taken.forEach((branch, sample) => {
      if (branch !== 3) return;
      [0, 1].forEach((column) => {
        const value = [0, 1, 2, 3].reduce((sum, i) => sum + x[sample * 4 + i]! * kernel[i * 2 + column]!, 0);
        expect(heads["y"]!.values[sample * 2 + column]).toBeCloseTo(value, 5);
      });
    });
    const { history } = await train(model, data);
    expect(Number.isFinite(history.at(-1)!.figures["loss"])).toBe(true);
  });
});
