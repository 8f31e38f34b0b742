/* What a gate makes of its logits: noise, weights of branches, balance losses. */
import * as tf from "@tensorflow/tfjs-core";
import type { BalanceFactors, InstructionOf } from "../instruction";
import { softmaxOver, withFirst } from "./masked";
import type { Machine } from "./machine";
import { headProbabilities } from "./probabilities";

/** (logits + noise) / temperature: `[rows, choices]`, also from one logit. */
export function perturbedLogits(
  { from, temperature, noise, deviation, sizes, random }: InstructionOf<"gate">,
  machine: Machine,
): tf.Tensor {
  const given = machine.value(from) as tf.Tensor2D;
  const logits = given.shape[1] === 1 ? withFirst(given) : given;
  let noisy: tf.Tensor = logits;
  if (noise !== undefined && logits.size > 0) {
    const stream = machine.random(random);
    const draw = noise === "normal" ? () => stream.normal() : () => -Math.log(-Math.log(1 - stream.next()));
    const drawn = tf.tensor(Float32Array.from({ length: logits.size }, finite(draw)), logits.shape);
    const size = sizes === undefined ? undefined : tf.softplus(machine.value(sizes));
    const scaled = size ? tf.mul(drawn, size) : deviation ? tf.mul(drawn, machine.feed(deviation)) : drawn;
    noisy = tf.add(logits, scaled);
  }
  const divisor = machine.feed(temperature);
  return divisor === 1 ? noisy : tf.div(noisy, divisor);
}

/** A draw of 0 has no logarithm: once in 16 million. */
const finite = (draw: () => number) => (): number => {
  for (;;) {
    const value = draw();
    if (Number.isFinite(value)) return value;
  }
};

/** Softmax over the branches that run for a row, 0 for the others. */
export function renewed(given: tf.Tensor2D, selected: Float32Array): tf.Tensor {
  const logits = given.shape[1] === 1 ? withFirst(given) : given;
  return softmaxOver(logits, onesOf(selected, ...logits.shape));
}

/** The first columns of `rows * branches` numbers: branches that no gate knows stand behind. */
function onesOf(selected: Float32Array, rows: number, width: number): Uint8Array {
  const branches = selected.length / Math.max(1, rows);
  return Uint8Array.from(
    { length: rows * width },
    (_, i) => selected[Math.floor(i / width) * branches + (i % width)]!,
  );
}

/**
 * 1 where a branch runs, with the gradient of the probabilities (straight-through estimator, Bengio, Léonard and Courville
 * 2013): backward as if the value were p.
 *
 * @param selected absent: every branch runs
 */
export function straightThrough(probabilities: tf.Tensor2D, selected: Float32Array | undefined): tf.Tensor {
  const { shape } = probabilities;
  const hard = selected ? onesOf(selected, shape[0], shape[1]) : undefined;
  const through = tf.customGrad((p) => ({
    value: hard ? tf.tensor(Float32Array.from(hard), shape) : tf.onesLike(p as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => dy,
  }));
  return through(probabilities);
}

/**
 * The balance losses of a gate (see `BalanceSpec`), each times its factor.
 *
 *     load        E · sum over branches of f · P       (Fedus et al. 2022, equation 4; f is no function of the weights)
 *     importance  variance / mean² of sum over rows of p   (Shazeer et al. 2017, equation 7)
 *     z           mean of (log sum exp of the logits)²     (Zoph et al. 2022, equation 5)
 *
 * @param deciding the logits with noise, at their temperature
 * @param logits as the gate makes them
 */
export function balanceLoss(
  deciding: tf.Tensor2D,
  logits: tf.Tensor2D,
  load: Float32Array,
  factors: BalanceFactors,
): tf.Scalar {
  const terms: tf.Scalar[] = [];
  const probabilities = headProbabilities(deciding);
  const width = probabilities.shape[1];
  if (factors.load !== 0) {
    const mean = tf.mean(probabilities, 0);
    const shares = tf.tensor1d(load.slice(0, width));
    terms.push(tf.mul<tf.Scalar>(tf.sum(tf.mul(mean, shares)), factors.load * width));
  }
  if (factors.importance !== 0) {
    const importance = tf.sum(probabilities, 0);
    const mean = tf.mean(importance);
    const variance = tf.mean(tf.square(tf.sub(importance, mean)));
    terms.push(tf.mul<tf.Scalar>(tf.div(variance, tf.square(mean)), factors.importance));
  }
  if (factors.z !== 0) {
    const both = logits.shape[1] === 1 ? withFirst(logits) : logits;
    terms.push(tf.mul<tf.Scalar>(tf.mean(tf.square(tf.logSumExp(both, 1))), factors.z));
  }
  return terms.length === 0 ? tf.scalar(0) : tf.addN(terms);
}
