import * as tf from "@tensorflow/tfjs-core";
import { allocate, floats, integers, type KernelCall } from "../backend/wasm/heap";

/**
 * A loop over the heap: at the size of a batch's logits it costs less than one call into WASM, and much less than the
 * ten kernels that it stands for.
 */
export function registerOnWasm(kernelName: string): void {
  tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc: run as unknown as tf.KernelFunc });
}

function run({ inputs, backend }: KernelCall): tf.TensorInfo[] {
  const { logits, labels } = inputs as Record<"logits" | "labels", tf.TensorInfo>;
  const [batch, classes] = logits.shape as [number, number];
  const loss = allocate(backend, [batch]);
  const gradient = allocate(backend, [batch, classes]);
  fill(
    floats(backend, logits),
    integers(backend, labels),
    classes,
    floats(backend, loss),
    floats(backend, gradient),
  );
  return [loss, gradient];
}

function fill(
  logits: Float32Array,
  labels: Int32Array,
  classes: number,
  loss: Float32Array,
  gradient: Float32Array,
): void {
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
