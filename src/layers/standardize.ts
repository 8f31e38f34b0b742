import * as tf from "@tensorflow/tfjs-core";

/** What `standardize` makes of its rows. */
interface Standardized {
  /** (x - mean) / sqrt(variance + epsilon), of the shape of x. */
  readonly value: tf.Tensor2D;
  readonly mean: tf.Tensor;
  /** Biased: divided by the number of values. */
  readonly variance: tf.Tensor;
}

/**
 * Brings `x` (`[n, channels]`) to mean 0 and variance 1 along an axis: 0 for each channel (batch normalisation), 1 for
 * each row (layer normalisation). One value alone has variance 0 and becomes 0.
 *
 * The gradient goes through mean and variance too, in closed form (Ioffe and Szegedy 2015, section 3):
 * dx = (dy - mean(dy) - y · mean(dy · y)) / sqrt(variance + epsilon).
 */
export function standardize(x: tf.Tensor2D, axis: 0 | 1, epsilon: number): Standardized {
  const mean = tf.mean(x, axis, true);
  const variance = tf.mean(tf.squaredDifference(x, mean), axis, true);
  // mean and variance reach the function from outside, not as its inputs: its gradient already accounts for them.
  const value = tf.customGrad((x, save) => {
    const scale = tf.rsqrt(tf.add(variance, epsilon));
    const y = tf.mul(tf.sub(x as tf.Tensor2D, mean), scale);
    (save as tf.GradSaveFunc)([y, scale]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [y, scale] = saved as [tf.Tensor, tf.Tensor];
        const along = tf.mean(tf.mul(dy, y), axis, true);
        const centred = tf.sub(tf.sub(dy, tf.mean(dy, axis, true)), tf.mul(y, along));
        return tf.mul(centred, scale);
      },
    };
  })(x) as tf.Tensor2D;
  return { value, mean, variance };
}

/** `x · gamma + beta`, each only where it is there. */
export function scaleAndShift(
  x: tf.Tensor,
  gamma: tf.Tensor | undefined,
  beta: tf.Tensor | undefined,
): tf.Tensor {
  const scaled = gamma ? tf.mul(x, gamma) : x;
  return beta ? tf.add(scaled, beta) : scaled;
}
