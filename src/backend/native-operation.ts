import * as tf from "@tensorflow/tfjs-core";

/** The part of tfjs-node's backend that runs one TensorFlow operation. */
interface NativeBackend {
  readonly binding: Readonly<Record<"TF_ATTR_TYPE" | "TF_FLOAT" | "TF_INT32", number>>;
  executeMultipleOutputs(
    name: string,
    attributes: { name: string; type: number; value: number }[],
    inputs: readonly tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
}

/** Whether native TensorFlow is the backend, so that `nativeOperation` may be called. */
export function isNative(): boolean {
  return tf.getBackend() === "tensorflow";
}

/**
 * Runs one TensorFlow operation by name, for those that tfjs has no function for. To be called inside `tf.customGrad`
 * or a kernel: it is not recorded on the tape.
 *
 * @param types the operation's type attributes, such as `{ T: "float32" }`
 */
export function nativeOperation(
  name: string,
  inputs: readonly tf.TensorInfo[],
  types: Readonly<Record<string, "float32" | "int32">> = { T: "float32" },
  outputs = 1,
): tf.Tensor[] {
  const backend = tf.backend() as unknown as NativeBackend;
  const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32 } = backend.binding;
  const attributes = Object.entries(types).map(([attribute, dtype]) => ({
    name: attribute,
    type: TF_ATTR_TYPE,
    value: dtype === "float32" ? TF_FLOAT : TF_INT32,
  }));
  return backend.executeMultipleOutputs(name, attributes, inputs, outputs);
}
