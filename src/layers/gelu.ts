import * as tf from "@tensorflow/tfjs-core";

const inverseRootTwo = Math.SQRT1_2;
const inverseRootTwoPi = 1 / Math.sqrt(2 * Math.PI);

/** Phi(x), the distribution function of the standard normal. */
function normalCdf(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.add(tf.erf(tf.mul(x, inverseRootTwo)), 1), 0.5);
}

/**
 * x · Phi(x) (Hendrycks and Gimpel 2016), by the error function and not by its tanh approximation, as is Keras'
 * default. The gradient, Phi(x) + x · phi(x), is given so that Phi is computed once.
 */
export function gelu(x: tf.Tensor): tf.Tensor {
  return tf.customGrad((x, save) => {
    const input = x as tf.Tensor;
    const cdf = normalCdf(input);
    (save as tf.GradSaveFunc)([input, cdf]);
    return {
      value: tf.mul(input, cdf),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, cdf] = saved as [tf.Tensor, tf.Tensor];
        const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), inverseRootTwoPi);
        return tf.mul(dy, tf.add(cdf, tf.mul(x, density)));
      },
    };
  })(x);
}
