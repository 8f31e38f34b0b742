import * as tf from "@tensorflow/tfjs-core";

/** The part of the WASM backend that a kernel written in JavaScript needs. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: "float32"): tf.TensorInfo;
  /** A view of a tensor's values, good until memory is next allocated. */
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array | Int32Array;
}

/**
 * A loop over the heap: at the size of a batch's logits it costs less than one call into WASM, and much less than the
 * ten kernels that it stands for.
 */
export function registerOnWasm(kernelName: string): void {
  tf.registerKernel({
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, backend }) => {
      const { logits, labels } = inputs as Record<"logits" | "labels", tf.TensorInfo>;
      const wasm = backend as WasmBackend;
      const [batch, classes] = logits.shape as [number, number];
      const loss = wasm.makeOutput([batch], "float32");
      const gradient = wasm.makeOutput([batch, classes], "float32");
      fill(
        wasm.typedArrayFromHeap(logits),
        wasm.typedArrayFromHeap(labels),
        wasm.typedArrayFromHeap(loss),
        wasm.typedArrayFromHeap(gradient),
        classes,
      );
      return [loss, gradient];
    },
  });
}

type Values = Float32Array | Int32Array;

function fill(logits: Values, labels: Values, loss: Values, gradient: Values, classes: number): void {
  for (let row = 0; row < labels.length; row++) {
    const start = row * classes;
    const end = start + classes;
    let largest = -Infinity;
    for (let i = start; i < end; i++) largest = Math.max(largest, logits[i]!);
    let total = 0;
    for (let i = start; i < end; i++) total += Math.exp(logits[i]! - largest);
    const label = start + labels[row]!;
    loss[row] = Math.log(total) - (logits[label]! - largest);
    for (let i = start; i < end; i++) {
      gradient[i] = Math.exp(logits[i]! - largest) / total - (i === label ? 1 : 0);
    }
  }
}
