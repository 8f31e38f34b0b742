import * as tf from "@tensorflow/tfjs-core";

/**
 * The gradient of a running sum is the running sum from the other end. That of tfjs (4.22) then moves the axis to the end, as if its
 * sum had left it elsewhere: along any axis but the last the gradient has another shape, which throws, or, where both axes
 * are of one length, is transposed in silence.
 */
export function correctRunningSum(): void {
  tf.unregisterGradient(tf.Cumsum);
  tf.registerGradient({
    kernelName: tf.Cumsum,
    gradFunc(dy, _, attributes) {
      const { axis, exclusive, reverse } = attributes as unknown as tf.CumsumAttrs;
      return { x: () => tf.cumsum(dy as tf.Tensor, axis, exclusive, !reverse) };
    },
  });
}
