import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import { WeightingState } from "../../src/train/weighting-state";
import { numberPath, weightingOf } from "../../src/weighting";
import { graphOf } from "../graph/compile-spec";
import { sharedSpec } from "../specs";

beforeAll(async () => {
  await useBackend();
});

const heads = graphOf(sharedSpec()).heads;
const weighted = (place: number, weight: number) => ({ ...heads[place]!, weight });
const none = new Map<string, tf.Tensor>();

describe("fixed weights", () => {
  it("add up the losses, each times its head's weight and the share of its part", () => {
    const total = tf.tidy(() =>
      weightingOf("fixed")
        .combine(
          [
            { head: weighted(0, 0.5), loss: tf.scalar(3), share: 0.6 },
            { head: weighted(1, 4), loss: tf.scalar(2), share: 0.2 },
            { head: weighted(2, 1), loss: tf.scalar(7), share: 1 },
          ],
          none,
        )
        .dataSync(),
    );
    expect(total[0]).toBeCloseTo(0.9 + 1.6 + 7, 5);
  });

  it("of one full loss are that loss itself", () => {
    tf.tidy(() => {
      const loss = tf.scalar(3);
      expect(weightingOf("fixed").combine([{ head: weighted(0, 1), loss, share: 1 }], none)).toBe(loss);
    });
  });
});

describe("what a weighting learned", () => {
  const path = numberPath(heads[0]!, "logVariance");

  it("is asked for by its head; without it there is an error and no number", () => {
    const combine = () =>
      tf.tidy(() =>
        weightingOf("uncertainty").combine([{ head: heads[0]!, loss: tf.scalar(1), share: 1 }], none),
      );
    expect(combine).toThrow(`no variable ${path}`);
  });

  it("stands beside the weights, takes its own new values and leaves nothing behind", () => {
    const before = tf.memory().numTensors;
    const state = new WeightingState(weightingOf("uncertainty"), heads);
    const weights = new Map([["a", tf.scalar(1)]]);
    expect([...state.with(weights, { random: () => randomStream(1), epochLosses: () => [] }).keys()]).toEqual(
      ["a", ...heads.map((h) => numberPath(h, "logVariance"))],
    );
    const updated = new Map([
      ["a", tf.scalar(2)],
      [path, tf.scalar(5)],
    ]);
    expect([...state.take(updated).keys()]).toEqual(["a"]);
    expect([...state.host().values()].map(({ data }) => data[0])).toEqual([5, 0, 0]);
    tf.dispose([weights.get("a")!, updated.get("a")!]);
    state.dispose();
    state.dispose();
    expect(state.numbers.size).toBe(0);
    expect(tf.memory().numTensors).toBe(before);
  });
});
