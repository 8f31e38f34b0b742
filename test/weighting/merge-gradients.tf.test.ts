/* Weightings of gradients, tried with PCGrad (Yu et al. 2020, "Gradient surgery for multi-task learning"). */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import { understandGraph } from "../../src/model";
import {
  mergeGradients,
  weightingOf,
  type HeadGradients,
  type WeightingMoment,
  type Weighting,
} from "../../src/weighting";
import { sharedSpec } from "../specs";

beforeAll(async () => {
  await useBackend();
});

const moment: WeightingMoment = { random: () => randomStream(1), epochLosses: () => [] };

const dot = (a: HeadGradients, b: HeadGradients): number =>
  [...a.gradients].reduce((sum, [path, gradient]) => {
    const other = b.gradients.get(path);
    return other ? sum + tf.sum(tf.mul(gradient, other)).dataSync()[0]! : sum;
  }, 0);

/** Each head's gradient without what is against another's; then their sum. */
const pcGrad: Weighting = {
  ...weightingOf("fixed"),
  combineGradients(shared) {
    const freed = shared.map((own) =>
      shared.reduce((left, other) => {
        const conflict = other === own ? 0 : Math.min(0, dot(left, other)) / dot(other, other);
        const gradients = [...left.gradients].map(([path, gradient]): [string, tf.Tensor] => {
          const against = other.gradients.get(path);
          return [path, against ? tf.sub(gradient, tf.mul(against, conflict)) : gradient];
        });
        return { head: own.head, gradients: new Map(gradients) };
      }, own),
    );
    return new Map(mergeGradients(weightingOf("fixed"), freed, moment));
  },
};

const heads = understandGraph(sharedSpec()).graph.heads;

const gradientsOf = (...lists: Record<string, number[]>[]): HeadGradients[] =>
  lists.map((list, i) => ({
    head: heads[i]!,
    gradients: new Map(Object.entries(list).map(([path, values]) => [path, tf.tensor1d(values)])),
  }));

const numbers = (merged: ReadonlyMap<string, tf.Tensor>): Record<string, number[]> =>
  Object.fromEntries([...merged].map(([path, gradient]) => [path, [...gradient.dataSync()]]));

describe("gradients by head", () => {
  it("become their sum where the weighting does not ask for them", () => {
    tf.tidy(() => {
      const byHead = gradientsOf({ trunk: [1, 2], own: [7] }, { trunk: [10, 20] });
      expect(numbers(mergeGradients(weightingOf("fixed"), byHead, moment))).toEqual({
        trunk: [11, 22],
        own: [7],
      });
    });
  });

  it("that conflict are projected by a weighting of gradients; what one head alone reaches is untouched", () => {
    tf.tidy(() => {
      // (1, 0) and (-1, 1) conflict: each loses what is against the other: (0.5, 0.5) and (0, 1).
      const byHead = gradientsOf({ trunk: [1, 0], own: [-7] }, { trunk: [-1, 1], other: [3] });
      expect(numbers(mergeGradients(pcGrad, byHead, moment))).toEqual({
        trunk: [0.5, 1.5],
        own: [-7],
        other: [3],
      });
    });
  });

  it("that agree are summed by it", () => {
    tf.tidy(() => {
      const byHead = gradientsOf({ trunk: [1, 0] }, { trunk: [1, 1] });
      expect(numbers(mergeGradients(pcGrad, byHead, moment))).toEqual({ trunk: [2, 1] });
    });
  });

  it("are handed over only where several heads reach a variable", () => {
    tf.tidy(() => {
      const asked: string[][] = [];
      const watching: Weighting = {
        ...weightingOf("fixed"),
        combineGradients: (shared) => {
          asked.push(shared.map(({ head, gradients }) => `${head.name} ${[...gradients.keys()].join()}`));
          return new Map();
        },
      };
      mergeGradients(watching, gradientsOf({ a: [1], b: [2] }, { c: [3] }), moment);
      mergeGradients(watching, gradientsOf({ a: [1], b: [2] }, { a: [3] }, { c: [1] }), moment);
      expect(asked).toEqual([["group a", "insect a"]]);
    });
  });
});
