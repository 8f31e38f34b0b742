import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { EspalierError } from "../../src/errors";
import { useBackend } from "../../src/backend";
import { maskedLoss as maskedLossOf } from "../../src/losses";
import { normalLoss } from "../../src/spec/normalise/defaults";
import type { Loss, LossSpec, Reduction } from "../../src/spec/language";
import { language } from "../kinds";
import { checkGradient, drawValues } from "../gradients";

beforeAll(async () => {
  await useBackend();
});

const maskedLoss = (
  loss: Loss | LossSpec,
  ...rest: Parameters<typeof maskedLossOf> extends [unknown, ...infer Rest] ? Rest : never
) => maskedLossOf(normalLoss(loss), ...rest);

const some = () => tf.tensor1d([1, 0, 1, 1]);

interface Case {
  readonly loss: Loss | LossSpec;
  readonly shape: number[];
  readonly labels: () => tf.Tensor;
}
const classNumbers = () => tf.tensor1d([2, 0, 1, 0], "int32");
const labelsOfThree = () => tf.tensor2d([1, 0, 1, -1, -1, -1, 0, -1, 1, 0, 0, 0], [4, 3]);
const smooth = (type: "categoricalCrossentropy" | "binaryCrossentropy"): LossSpec => ({
  type,
  labelSmoothing: 0.2,
});

const cases: Case[] = [
  { loss: "categoricalCrossentropy", shape: [4, 3], labels: () => tf.tensor1d([2, 0, 1, 0], "int32") },
  { loss: "binaryCrossentropy", shape: [4, 1], labels: () => tf.tensor1d([1, 0, 0, 1], "int32") },
  {
    loss: "meanSquaredError",
    shape: [4, 2, 3],
    labels: () => tf.tensor(drawValues(24, "labels"), [4, 2, 3]),
  },
  { loss: "meanSquaredError", shape: [4], labels: () => tf.tensor(drawValues(4, "labels"), [4]) },
  { loss: "meanAbsoluteError", shape: [4, 2], labels: () => tf.fill([4, 2], 3) },
  { loss: "huber", shape: [4, 2], labels: () => tf.fill([4, 2], 3) },
  { loss: { type: "huber", delta: 4 }, shape: [4, 2], labels: () => tf.fill([4, 2], 2.5) },
  { loss: "logCosh", shape: [4, 2], labels: () => tf.fill([4, 2], 0.3) },
  { loss: smooth("categoricalCrossentropy"), shape: [4, 3], labels: classNumbers },
  { loss: smooth("binaryCrossentropy"), shape: [4, 1], labels: () => tf.tensor1d([1, 0, 0, 1], "int32") },
  { loss: "focal", shape: [4, 3], labels: classNumbers },
  { loss: { type: "focal", gamma: 0.5, alpha: 1 }, shape: [4, 3], labels: classNumbers },
  { loss: "binaryFocal", shape: [4, 1], labels: () => tf.tensor1d([1, 0, 0, 1], "int32") },
  { loss: { type: "binaryFocal", gamma: 3, alpha: 0.3 }, shape: [4, 3], labels: labelsOfThree },
  { loss: "binaryCrossentropy", shape: [4, 3], labels: labelsOfThree },
  { loss: "hinge", shape: [4, 1], labels: () => tf.tensor1d([1, 0, 0, 1], "int32") },
  { loss: "categoricalHinge", shape: [4, 3], labels: classNumbers },
];

const nameOf = (loss: Loss | LossSpec): Loss => (typeof loss === "string" ? loss : loss.type);

describe("maskedLoss", () => {
  it.each(cases)("$loss of [$shape]: gradient by finite differences, no leak", ({ loss, shape, labels }) => {
    const before = tf.memory().numTensors;
    for (const reduction of ["validMean", "batchMean"] as Reduction[]) {
      tf.tidy(() => {
        const prediction = tf.tensor(
          drawValues(
            shape.reduce((a, b) => a * b),
            "prediction",
          ),
          shape,
        );
        checkGradient(([x]) => maskedLoss(loss, x!, labels(), some(), reduction), [prediction]);
      });
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it("covers every loss", () => {
    expect(new Set(cases.map(({ loss }) => nameOf(loss)))).toEqual(language.losses);
  });

  it.each(cases)("$loss of [$shape] stays finite for predictions of ten thousand", (one) => {
    tf.tidy(() => {
      const size = one.shape.reduce((a, b) => a * b);
      for (const sign of [1, -1]) {
        const far = Float32Array.from({ length: size }, (_, i) => (i % 2 === 0 ? sign : -sign) * 1e4);
        const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
          maskedLoss(one.loss, x, one.labels(), some(), "validMean"),
        )(tf.tensor(far, one.shape));
        for (const number of [...value.dataSync(), ...grad.dataSync()]) expect(number).toBeLessThan(1e9);
      }
    });
  });

  it.each(cases)("$loss of [$shape] is 0 without labels, with gradient 0", (one) => {
    tf.tidy(() => {
      const unlabelled = tf.zeros<tf.Rank.R1>([4]);
      const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
        maskedLoss(one.loss, x, one.labels(), unlabelled, "validMean", tf.tensor1d([1, 2, 3, 4])),
      )(tf.fill(one.shape, 0.5));
      expect([...value.dataSync(), ...grad.dataSync()].every((number) => number === 0)).toBe(true);
    });
  });

  it.each(cases)("$loss of [$shape] is 0 of no samples", (one) => {
    tf.tidy(() => {
      const labels = one.labels();
      const none = tf.zeros([0, ...labels.shape.slice(1)], labels.dtype);
      const shape = [0, ...one.shape.slice(1)];
      for (const reduction of ["validMean", "batchMean"] as const) {
        const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
          maskedLoss(one.loss, x, none, tf.zeros<tf.Rank.R1>([0]), reduction),
        )(tf.zeros(shape));
        expect(grad.shape).toEqual(shape);
        if (reduction === "validMean") expect(value.dataSync()[0]).toBe(0);
      }
    });
  });

  it("agrees with autodiff of the definition, logsumexp(z) - z[label]", () => {
    tf.tidy(() => {
      const z = tf.tensor2d(drawValues(12, "logits"), [4, 3]);
      const labels = tf.tensor1d([2, 0, 1, 0], "int32");
      const chosen = tf.cast(tf.oneHot(labels, 3), "float32");
      const direct = tf.valueAndGrad((z: tf.Tensor) => {
        const losses = tf.sub(tf.log(tf.sum(tf.exp(z), 1)), tf.sum(tf.mul(z, chosen), 1));
        return tf.div(tf.sum(tf.mul(losses, some())), 3);
      })(z);
      const own = tf.valueAndGrad((z: tf.Tensor) =>
        maskedLoss("categoricalCrossentropy", z, labels, some(), "validMean"),
      )(z);
      expect(own.value.dataSync()[0]).toBeCloseTo(direct.value.dataSync()[0]!, 5);
      const expected = direct.grad.dataSync();
      own.grad.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    });
  });

  it.each(["categoricalCrossentropy", "binaryCrossentropy"] as const)(
    "%s stays finite and exact for logits of a thousand",
    (loss) => {
      tf.tidy(() => {
        const width = loss === "binaryCrossentropy" ? 1 : 2;
        const prediction = tf.tensor2d(
          width === 1 ? [1000, 1000, -1000, -1000] : [0, 1000, 0, 1000, 0, -1000, 0, -1000],
          [4, width],
        );
        const labels = tf.tensor1d([1, 0, 1, 0], "int32");
        const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
          maskedLoss(loss, x, labels, tf.ones([4]), "batchMean"),
        )(prediction);
        // Two right ones cost nothing, two wrong ones a thousand each.
        expect(value.dataSync()[0]).toBeCloseTo(500, 3);
        expect([...grad.dataSync()].every(Number.isFinite)).toBe(true);
      });
    },
  );

  it("is 0, with gradient 0, where no sample has a label", () => {
    tf.tidy(() => {
      const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
        maskedLoss("categoricalCrossentropy", x, tf.zeros([4], "int32"), tf.zeros([4]), "validMean"),
      )(tf.tensor2d(drawValues(12, "logits"), [4, 3]));
      expect(value.dataSync()[0]).toBe(0);
      expect([...grad.dataSync()].every((slope) => slope === 0)).toBe(true);
    });
  });

  it("refuses labels of a column, which would be broadcast to a matrix", () => {
    tf.tidy(() => {
      const refused = () =>
        maskedLoss(
          "categoricalCrossentropy",
          tf.zeros([4, 3]),
          tf.zeros([4, 1], "int32"),
          some(),
          "validMean",
        );
      expect(refused).toThrow(EspalierError);
      expect(refused).toThrow(/labels have shape \[4,1\] where \[4\] is needed; flatten/);
    });
  });

  it.each([
    ["a mask of another length", "meanSquaredError", [4, 2], [4, 2], [3]],
    ["a mask of a column", "meanSquaredError", [4, 2], [4, 2], [4, 1]],
    ["values of another shape", "meanSquaredError", [4, 2], [4, 1], [4]],
    ["logits without classes", "categoricalCrossentropy", [4], [4], [4]],
    ["two logits for a binary loss", "binaryCrossentropy", [4, 2], [4], [4]],
  ] as [string, Loss, number[], number[], number[]][])("refuses %s", (_, loss, prediction, labels, mask) => {
    tf.tidy(() => {
      const dtype = loss.startsWith("mean") ? "float32" : "int32";
      expect(() =>
        maskedLoss(
          loss,
          tf.zeros(prediction),
          tf.zeros(labels, dtype),
          tf.ones<tf.Rank.R1>(mask as [number]),
          "validMean",
        ),
      ).toThrow(EspalierError);
    });
  });
});
