import * as tf from "@tensorflow/tfjs-core";

const none = new Float32Array(0);

type Shape4D = [number, number, number, number];

/** TensorFlow with oneDNN returns an empty batch as it came instead of with the shape that it would have. */
const wrong = ["Conv2D", "DepthwiseConv2dNative"] as const;

/** Gives convolutions of no images at all their right shape, `[0, height, width, channels]`. */
export function correctEmptyConvolutions(): void {
  for (const name of wrong) {
    const own = tf.getKernel(name, "tensorflow");
    tf.unregisterKernel(name, "tensorflow");
    tf.registerKernel({
      ...own,
      kernelFunc: (call) => {
        const { x, filter } = call.inputs as Record<"x" | "filter", tf.TensorInfo>;
        if (x.shape[0] !== 0) return own.kernelFunc(call);
        const { strides, dilations, pad, dimRoundingMode } = call.attrs as unknown as tf.Conv2DAttrs;
        const { outShape } = tf.backend_util.computeConv2DInfo(
          x.shape as Shape4D,
          filter.shape as Shape4D,
          strides,
          dilations,
          pad,
          dimRoundingMode,
          name === "DepthwiseConv2dNative",
        );
        const dataId = (call.backend as Pick<tf.KernelBackend, "write">).write(none, outShape, "float32");
        return { dataId, shape: outShape, dtype: "float32" };
      },
    });
  }
}
