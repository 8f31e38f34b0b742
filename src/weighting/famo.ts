import * as tf from "@tensorflow/tfjs-core";
import { stopGradient } from "../backend/stop-gradient";
import { scaled, sumOf } from "./sum";
import { byHeadOf, numberOf, numberPath, type Numbers, type Term, type WeightingKind } from "./weighting";

/** Beside a loss, so that the logarithm of 0 is none. */
const LEAST = 1e-8;

/**
 * Fast adaptive multitask optimisation (FAMO; Liu et al. 2023, "FAMO: Fast adaptive multitask optimization", algorithm 1): all
 * losses are to fall at one rate, by their logarithms, at the cost of one gradient.
 *
 *     z = softmax(x),   L = c Σ z_k log L_k,   c = 1 / Σ (z_k / L_k), a constant
 *     x <- x - rate · (d + decay · x),   d = Jᵀ(log L(before) - log L(now)),   J the derivative of z by x
 *
 * so that a head whose loss falls more slowly than the others counts more. The paper compares the losses of one batch before and
 * after a step, which takes another forward pass; here they are those of one step and of the next, each of its own batch: the same
 * on full batches, and with more noise on small ones. The heads' weights do not matter: the logarithm would take
 * factors out. A head that a step does not have is in none of its sums.
 */
export const famo: WeightingKind<"famo"> = ({ learningRate, decay }) => {
  /** x after the losses at hand, in the order of `byHeadOf`. */
  const moved = (losses: readonly Loss[], numbers: Numbers): tf.Tensor1D => {
    const read = (name: string) =>
      tf.stack(losses.map(({ head }) => numberOf(numbers, head, name))) as tf.Tensor1D;
    const [x, before] = [read("logit"), read("lastLoss")];
    const now = tf.log(tf.stack(losses.map(({ loss }) => stopGradient(loss))));
    // A loss of 0 is one that was not seen yet: it says of no head that it fell.
    const known = tf.sign(before);
    const fell = tf.mul(known, tf.sub(tf.log(tf.add(before, tf.sub(1, known))), now));
    const z = tf.softmax(x);
    const slope = tf.mul(z, tf.sub(fell, tf.sum(tf.mul(z, fell))));
    return tf.sub(x, tf.mul(tf.add(slope, tf.mul(x, decay)), learningRate));
  };
  return {
    learns: {},
    keeps: { logit: 0, lastLoss: 0 },
    comparesHeads: true,
    combine(terms, numbers) {
      const losses = lossesOf(terms);
      const weights = tf.unstack(tf.softmax(moved(losses, numbers)));
      const shares = losses.map(({ loss }, i) => tf.div<tf.Scalar>(weights[i]!, stopGradient(loss)));
      const total = sumOf(losses.map(({ loss }, i) => tf.mul<tf.Scalar>(weights[i]!, tf.log(loss))));
      return tf.div(total, sumOf(shares));
    },
    observe(terms, numbers) {
      const losses = lossesOf(terms);
      const logits = moved(losses, numbers).dataSync();
      return new Map(
        losses.flatMap(({ head, loss }, i) => [
          [numberPath(head, "logit"), logits[i]!],
          [numberPath(head, "lastLoss"), loss.dataSync()[0]!],
        ]),
      );
    },
  };
};

type Loss = Pick<Term, "head" | "loss">;

/** The loss of each head over the parts of the step in which it ran. */
const lossesOf = (terms: readonly Term[]): Loss[] =>
  byHeadOf(terms).map(({ head, parts }) => ({
    head,
    loss: tf.add(sumOf(parts.map(({ loss, share }) => scaled(loss, share))), LEAST),
  }));
