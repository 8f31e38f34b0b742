import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { softmaxCrossEntropy } from "../../src/losses/softmax-kernel";
import { drawValues } from "../gradients";

const kernelName = "SparseSoftmaxCrossEntropyWithLogits";

beforeAll(async () => {
  await useBackend();
});

function results(): number[][] {
  return tf.tidy(() => {
    const logits = tf.tensor2d(drawValues(12, "logits"), [4, 3]);
    const { loss, gradient } = softmaxCrossEntropy(logits, tf.tensor1d([2, 0, 1, 0], "int32"));
    expect([loss.shape, gradient.shape]).toEqual([[4], [4, 3]]);
    return [[...loss.dataSync()], [...gradient.dataSync()]];
  });
}

describe("softmax cross-entropy", () => {
  it("is one kernel on this backend, and the same from common operations without it", () => {
    const quick = tf.getKernel(kernelName, tf.getBackend());
    expect(quick, "no kernel is registered").toBeDefined();
    const expected = results();
    tf.unregisterKernel(kernelName, tf.getBackend());
    try {
      results().forEach((values, which) =>
        values.forEach((value, i) => expect(value).toBeCloseTo(expected[which]![i]!, 6)),
      );
    } finally {
      tf.registerKernel(quick);
    }
  });
});
