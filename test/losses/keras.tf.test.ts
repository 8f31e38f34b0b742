import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { maskedLoss } from "../../src/losses";
import { expectKeras, keras, tensorOf } from "../fixtures/keras-layers";
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
        maskedLoss(loss, prediction, labels, mask, reduction),
      )(tensorOf(testCase.prediction));
      expect(value.shape).toEqual([]);
      expectKeras("loss", value, { shape: [], values: [testCase.value] });
      expectKeras("gradient", grad, testCase.gradient);
    });
  });

  it("covers every loss", () => {
    expect(new Set(keras.losses.map(({ loss }) => loss))).toEqual(language.losses);
  });
});
