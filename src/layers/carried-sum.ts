import * as tf from "@tensorflow/tfjs-core";

/**
 * h_t = f_t · h_{t-1} + v_t along the steps (backward: h_t = f_t · h_{t+1} + v_t), the sum before the first being 0.
 *
 * All steps at once, in log2(steps) rounds of which each reaches twice as far (Hillis and Steele 1986): pairs (f, v) combine as
 * (f · f', v + f · v').
 *
 * @param factors `[batch, steps, 1]`
 * @param values `[batch, steps, width]`
 */
export function carriedSum(
  factors: tf.Tensor,
  values: tf.Tensor,
  direction: "forward" | "backward",
): tf.Tensor {
  const steps = values.shape[1]!;
  let [factor, value] = [factors, values];
  for (let reach = 1; reach < steps; reach *= 2) {
    value = tf.add(value, tf.mul(factor, shifted(value, reach, direction)));
    if (2 * reach < steps) factor = tf.mul(factor, shifted(factor, reach, direction));
  }
  return value;
}

/** What lies `reach` steps before (forward) or after; zeros where there is nothing. */
export function shifted(x: tf.Tensor, reach: number, direction: "forward" | "backward"): tf.Tensor {
  const [batch, steps, width] = x.shape as [number, number, number];
  if (reach >= steps) return tf.zerosLike(x);
  const forward = direction === "forward";
  const part = tf.slice(x, [0, forward ? 0 : reach, 0], [batch, steps - reach, width]);
  const nothing = tf.zeros([batch, reach, width]);
  return tf.concat(forward ? [nothing, part] : [part, nothing], 1);
}
