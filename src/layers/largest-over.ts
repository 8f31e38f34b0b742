import * as tf from "@tensorflow/tfjs-core";

/**
 * The maximum over some axes, with TensorFlow's gradient: equal shares for all values that have it. (tfjs gives each of
 * them the whole, which after a relu makes too much of an image that is 0 everywhere.)
 */
export function largestOver(x: tf.Tensor, axes: number[]): tf.Tensor {
  return tf.customGrad((x, save) => {
    const input = x as tf.Tensor;
    const value = tf.max(input, axes);
    (save as tf.GradSaveFunc)([input, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [input, value] = saved as [tf.Tensor, tf.Tensor];
        const kept = input.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
        const isLargest = tf.cast(tf.equal(input, tf.reshape(value, kept)), "float32");
        const share = tf.div(dy, tf.sum(isLargest, axes));
        return tf.mul(isLargest, tf.reshape(share, kept));
      },
    };
  })(x);
}
