import * as tf from "@tensorflow/tfjs-core";
import { axisOf } from "../graph/layers/axes";
import type { Apply } from "./layer";

/** The mean of what lies above a threshold. */
export const thresholdedAverage: Apply<"thresholdedAverage"> = (layer, [x], [threshold]) => {
  const axis = axisOf(layer.axis, x!.shape.slice(1)) + 1;
  const value = threshold
    ? softAverage(x!, threshold, axis, layer.sharpness)
    : hardAverage(x!, layer.threshold, axis);
  return { value };
};

/**
 * y = Σ m x / c with m = 1[x > θ] and c = max(Σ m, 1).
 *
 * Its gradient is dx = dy · m / c: away from x = θ no small change of x changes m.
 */
function hardAverage(x: tf.Tensor, threshold: number, axis: number): tf.Tensor {
  return tf.customGrad((x, save) => {
    const above = tf.cast(tf.greater(x as tf.Tensor, threshold), "float32");
    const share = tf.div(above, tf.maximum(tf.sum(above, axis, true), 1));
    (save as tf.GradSaveFunc)([share]);
    return {
      value: tf.sum(tf.mul(x as tf.Tensor, share), axis),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(tf.expandDims(dy, axis), saved[0]!),
    };
  })(x);
}

/**
 * y = Σ s x / S with s = σ((x - θ) / τ), S = Σ s and τ = 1 / sharpness: a smooth form of the above, which says how y changes with θ.
 *
 * ∂y/∂x_j = [s_j + s_j (1 - s_j) (x_j - y) / τ] / S and ∂y/∂θ = -(1/τ) Σ s (1 - s) (x - y) / S. The shares s / S are worked out as
 * softmax(log σ), so that they sum to 1 also where every s is too small for a number.
 */
function softAverage(x: tf.Tensor, threshold: tf.Tensor, axis: number, sharpness: number): tf.Tensor {
  return tf.customGrad((x, threshold, save) => {
    const [input, θ] = [x as tf.Tensor, threshold as tf.Tensor];
    const distance = tf.mul(tf.sub(input, θ), sharpness);
    const logarithm = tf.neg(tf.softplus(tf.neg(distance)));
    const weight = tf.exp(tf.sub(logarithm, tf.max(logarithm, axis, true)));
    const share = tf.div(weight, tf.sum(weight, axis, true));
    const y = tf.sum(tf.mul(share, input), axis, true);
    (save as tf.GradSaveFunc)([input, distance, share, y]);
    return {
      value: tf.squeeze(y, [axis]),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [input, distance, share, y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        const upstream = tf.expandDims(dy, axis);
        const slope = tf.mul(sharpness, tf.mul(tf.sigmoid(tf.neg(distance)), tf.sub(input, y)));
        const moved = tf.mul(tf.mul(share, slope), upstream);
        return [tf.add(tf.mul(share, upstream), moved), tf.neg(tf.sum(moved))];
      },
    };
  })(x, threshold);
}
