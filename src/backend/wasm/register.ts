import * as tf from "@tensorflow/tfjs-core";
import { conv2dBackpropFilter } from "./conv2d-backprop-filter";
import type { WasmKernel } from "./heap";

/** What tfjs' WASM backend lacks, or has in a form too slow to train with. */
const kernels: readonly WasmKernel[] = [conv2dBackpropFilter];

/** Registers them, over tfjs' own where it has one. */
export function registerMissingKernels(): void {
  for (const { name, run } of kernels) {
    // The registry's type leaves out that a kernel may be missing.
    const own = tf.getKernel(name, "wasm") as tf.KernelConfig | undefined;
    if (own) tf.unregisterKernel(name, "wasm");
    tf.registerKernel({
      kernelName: name,
      backendName: "wasm",
      kernelFunc: run as unknown as tf.KernelFunc,
    });
  }
}
