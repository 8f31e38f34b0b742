/* Gates at the edges: logits far out, ways out that the gate does not know, rows without a branch. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend";
import { randomStream } from "../../../src/backend/random";
import type { Dataset } from "../../../src/data/dataset";
import { Model } from "../../../src/model";
import { renewed } from "../../../src/program/run/gates";
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
