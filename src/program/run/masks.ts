/* Which steps of a value count, `[rows, steps]`: 1 where they do, 0 where they are padding. No gradient passes. */
import * as tf from "@tensorflow/tfjs-core";

/** Of values: a step counts unless it is `padding`, or with `alongLast` unless all of its channels are. */
export function maskOfValues(x: tf.Tensor, padding: number, alongLast: boolean): tf.Tensor {
  return constant(x, (x) => {
    const differs = tf.notEqual(x, tf.scalar(padding, x.dtype));
    return tf.cast(alongLast ? tf.any(differs, -1) : differs, "float32");
  });
}

/** A step counts where it does in one of these. */
export const eitherMask = (masks: readonly tf.Tensor[]): tf.Tensor =>
  masks.reduce((one, other) => constant(one, (one) => tf.maximum(one, other)));

/** The steps of several values one after the other. */
export function besideMask(
  parts: readonly { readonly value: tf.Tensor; readonly mask: tf.Tensor | undefined }[],
): tf.Tensor {
  return tf.concat(
    parts.map(({ value, mask }) => mask ?? tf.ones(value.shape.slice(0, 2))),
    1,
  );
}

/** What has no gradient as something that gives none: comparisons on the tape would end it. */
function constant(x: tf.Tensor, f: (x: tf.Tensor) => tf.Tensor): tf.Tensor {
  return tf.customGrad((x) => ({
    value: f(x as tf.Tensor),
    gradFunc: () => tf.zerosLike(x as tf.Tensor),
  }))(x);
}
