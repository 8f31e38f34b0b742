import * as tf from "@tensorflow/tfjs-core";
import { weighedSum } from "./sum";
import { numberOf, numberPath, type WeightingKind } from "./weighting";

/**
 * Random loss weighting (Lin et al. 2022, "Reasonable effectiveness of random weighting: a litmus test for multi-task learning"):
 * at each step the heads' weights are the softmax of standard normal draws, from (seed, step, head), over the heads that the step
 * has. They sum to 1, as in the paper: on average each head has the weight 1/K.
 */
export const randomLoss: WeightingKind<"randomLoss"> = () => ({
  learns: {},
  comparesHeads: true,
  inputs: (heads, moment) =>
    new Map(heads.map((head) => [numberPath(head, "draw"), moment.random(head.path).normal()])),
  combine(terms, numbers) {
    const heads = [...new Set(terms.map(({ head }) => head))];
    const draws = tf.stack(heads.map((head) => numberOf(numbers, head, "draw")));
    const weights = tf.unstack(tf.softmax(draws));
    return weighedSum(terms, (head) => weights[heads.indexOf(head)]!);
  },
});
