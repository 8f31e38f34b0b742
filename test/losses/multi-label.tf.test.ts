/* Several labels of a sample, against PyTorch, with weights of positive labels and labels that are not known. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { EspalierError } from "../../src/errors";
import { maskedLoss } from "../../src/losses";
import type { LossSpec } from "../../src/spec/language";
import { normalLoss } from "../../src/spec/normalise/defaults";
import { checkGradient, drawValues } from "../gradients";

beforeAll(async () => {
  await useBackend();
});

interface Case {
  readonly name: string;
  readonly shape: [number, number];
  readonly logits: number[];
  readonly labels: number[];
  readonly mask: number[];
  readonly positiveWeights: number[] | null;
  readonly value: number;
  readonly gradient: number[];
}
const file = join(__dirname, "../fixtures/torch-multi-label.json");
const cases = JSON.parse(readFileSync(file, "utf8")) as Case[];

const crossentropy = normalLoss("binaryCrossentropy");

it.each(cases.map((one) => [one.name, one] as const))("%s: as PyTorch", (_, one) => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const labels = tf.tensor2d(one.labels, one.shape);
    const positive = one.positiveWeights ? tf.tensor1d(one.positiveWeights) : undefined;
    const mask = tf.tensor1d(one.mask);
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
      maskedLoss(crossentropy, x, labels, mask, "validMean", undefined, positive),
    )(tf.tensor2d(one.logits, one.shape));
    expect(value.dataSync()[0]).toBeCloseTo(one.value, 5);
    grad.dataSync().forEach((slope, i) => expect(slope).toBeCloseTo(one.gradient[i]!, 5));
  });
  expect(tf.memory().numTensors).toBe(before);
});

const labels = () => tf.tensor2d([1, 0, 1, -1, -1, -1, 0, -1, 1, 0, 0, 0], [4, 3]);
const mask = () => tf.tensor1d([1, 0, 1, 1]);
const positive = () => tf.tensor1d([5, 0.5, 0]);

describe("with weights of samples and of positive labels", () => {
  const losses: LossSpec[] = [
    { type: "binaryCrossentropy", labelSmoothing: 0.2 },
    { type: "binaryFocal", gamma: 2, alpha: 0.3 },
  ];

  it.each(losses)("$type has the gradient of finite differences", (loss) => {
    tf.tidy(() => {
      const weights = tf.tensor1d([2, 1, 0.5, 1]);
      const of = (x: tf.Tensor) =>
        maskedLoss(normalLoss(loss), x, labels(), mask(), "batchMean", weights, positive());
      checkGradient(([x]) => of(x!), [tf.tensor2d(drawValues(12, "logits"), [4, 3])]);
    });
  });

  it("is the plain formula", () => {
    const z = drawValues(12, "logits");
    const y = labels().dataSync();
    const weights = [2, 1, 0.5, 1];
    let expected = 0;
    for (const row of [0, 2, 3]) {
      const known = [0, 1, 2].filter((label) => y[row * 3 + label]! >= 0);
      const costs = known.map((label) => {
        const p = 1 / (1 + Math.exp(-z[row * 3 + label]!));
        return y[row * 3 + label] === 1 ? -[5, 0.5, 0][label]! * Math.log(p) : -Math.log(1 - p);
      });
      expected += (weights[row]! * costs.reduce((sum, cost) => sum + cost, 0)) / known.length / 3;
    }
    tf.tidy(() => {
      const [logits, own] = [tf.tensor2d(z, [4, 3]), tf.tensor1d(weights)];
      const value = maskedLoss(crossentropy, logits, labels(), mask(), "validMean", own, positive());
      expect(value.dataSync()[0]).toBeCloseTo(expected, 5);
    });
  });
});

it("refuses weights of positive labels of another number", () => {
  tf.tidy(() => {
    const wrong = () =>
      maskedLoss(crossentropy, tf.zeros([4, 3]), labels(), mask(), "validMean", undefined, tf.ones([4]));
    expect(wrong).toThrow(EspalierError);
  });
});
