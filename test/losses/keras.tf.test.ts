import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { maskedLoss } from "../../src/losses";
import { normalLoss } from "../../src/spec/normalise/defaults";
import type { LossSpec, Reduction } from "../../src/spec/language";
import { expectKeras, keras, tensorOf, type KerasArray } from "../fixtures/keras-layers";
import { language } from "../kinds";

beforeAll(async () => {
  await useBackend();
});

describe("losses are those of Keras, under masks and both reductions", () => {
  const named = keras.losses.map(
    (testCase) =>
      [
        `${testCase.loss} of [${String(testCase.prediction.shape)}], ${testCase.masked} labelled, ${testCase.reduction}`,
        testCase,
      ] as const,
  );
  it.each(named)("%s", (_, testCase) => {
    const { loss, reduction } = testCase;
    tf.tidy(() => {
      const labels = tensorOf(testCase.labels, loss.startsWith("mean") ? "float32" : "int32");
      const mask = tf.tensor1d(testCase.mask);
      const { value, grad } = tf.valueAndGrad((prediction) =>
        maskedLoss(normalLoss(loss), prediction, labels, mask, reduction),
      )(tensorOf(testCase.prediction));
      expect(value.shape).toEqual([]);
      expectKeras("loss", value, { shape: [], values: [testCase.value] });
      expectKeras("gradient", grad, testCase.gradient);
    });
  });

  it("covers every loss", () => {
    const covered = [...keras.losses.map(({ loss }) => loss), ...cases.map(({ loss }) => loss.type)];
    expect(new Set(covered)).toEqual(language.losses);
  });
});

/** What `keras-losses.py` wrote: losses with options, with weights of samples, and with several labels of a sample. */
interface LossCase {
  readonly name: string;
  readonly loss: LossSpec;
  readonly reduction: Reduction;
  readonly prediction: KerasArray;
  readonly labels: KerasArray & { readonly integer: boolean };
  readonly mask: number[];
  readonly weights: number[] | null;
  readonly value: number;
  readonly gradient: KerasArray;
}
const file = join(__dirname, "../fixtures/keras-losses.json");
const cases = JSON.parse(readFileSync(file, "utf8")) as LossCase[];

describe("losses with options, weights and several labels are those of Keras", () => {
  it.each(cases.map((one) => [one.name, one] as const))("%s", (_, one) => {
    tf.tidy(() => {
      const labels = tensorOf(one.labels, one.labels.integer ? "int32" : "float32");
      const weights = one.weights ? tf.tensor1d(one.weights) : undefined;
      const { value, grad } = tf.valueAndGrad((prediction) =>
        maskedLoss(normalLoss(one.loss), prediction, labels, tf.tensor1d(one.mask), one.reduction, weights),
      )(tensorOf(one.prediction));
      const close = (actual: number, expected: number): void => {
        expect(Math.abs(actual - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(1e-5);
      };
      close(value.dataSync()[0]!, one.value);
      expect(grad.shape).toEqual(one.gradient.shape);
      grad.dataSync().forEach((slope, i) => close(slope, one.gradient.values[i]!));
    });
  });
});
