import * as tf from "@tensorflow/tfjs-core";

/**
 * The same values as a tensor that the tape does not know: what is computed from it sends nothing back to what `x` was computed
 * from, not even zeros. (A gradient of 0 is a gradient: an optimiser with momentum moves a variable that gets one.) What
 * is only read, such as a comparison, has to be computed from this too, for tfjs knows no gradient for it.
 *
 * No value is copied or read.
 */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  tf.backend().incRef(x.dataId);
  return tf.engine().makeTensorFromTensorInfo({ dataId: x.dataId, shape: x.shape, dtype: x.dtype }) as T;
}
