import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import { applyLayer } from "../../src/layers";

beforeAll(async () => {
  await useBackend();
});

/** Dropout of ones: what is left is the mask. */
function mask(rate: number, step: number, path = "trunk/dropout", shape = [40, 50]): Float32Array {
  return tf.tidy(() => {
    const context = { training: true, random: () => randomStream(1, "layer", path, step) };
    const { value } = applyLayer({ type: "dropout", rate }, [tf.ones(shape)], [], context);
    return value.dataSync<"float32">().slice();
  });
}

describe("dropout", () => {
  it("drops a share of the values and keeps their mean", () => {
    for (const rate of [0.1, 0.5, 0.9]) {
      const values = mask(rate, 1);
      const kept = values.filter((value) => value !== 0);
      // 2,000 draws: four standard deviations.
      const margin = 4 * Math.sqrt((rate * (1 - rate)) / values.length);
      expect(Math.abs(1 - kept.length / values.length - rate)).toBeLessThan(margin);
      for (const value of kept) expect(value).toBeCloseTo(1 / (1 - rate), 5);
    }
  });

  it("draws the same mask for one seed, path and step, and another for any other", () => {
    expect(mask(0.5, 1)).toEqual(mask(0.5, 1));
    expect(mask(0.5, 1)).not.toEqual(mask(0.5, 2));
    expect(mask(0.5, 1)).not.toEqual(mask(0.5, 1, "branch/dropout"));
  });

  it("lets gradients through where it let values through", () => {
    tf.tidy(() => {
      const context = { training: true, random: () => randomStream(1, "layer", "trunk/dropout", 1) };
      const gradient = tf.grad((x) => applyLayer({ type: "dropout", rate: 0.5 }, [x], [], context).value);
      expect(gradient(tf.ones([40, 50])).dataSync()).toEqual(mask(0.5, 1));
    });
  });

  it("draws nothing at inference", () => {
    tf.tidy(() => {
      const random = () => expect.fail("a draw at inference");
      const x = tf.tensor1d([1, 2, 3]);
      const { value } = applyLayer({ type: "dropout", rate: 0.5 }, [x], [], { training: false, random });
      expect([...value.dataSync()]).toEqual([1, 2, 3]);
    });
  });
});
