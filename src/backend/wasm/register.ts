import * as tf from "@tensorflow/tfjs-core";
import { avgPoolGrad } from "./avg-pool-grad";
import { batchMatMul } from "./batch-mat-mul";
import { conv2dBackpropFilter } from "./conv2d-backprop-filter";
import { conv2dBackpropInput } from "./conv2d-backprop-input";
import { depthwiseBackpropFilter } from "./depthwise-backprop-filter";
import { depthwiseBackpropInput } from "./depthwise-backprop-input";
import type { KernelCall, KernelResult, WasmKernel } from "./heap";
import { cast, identity } from "./identity";
import { maxPoolGrad } from "./max-pool-grad";
import { reductions } from "./reductions";
import { unsortedSegmentSum } from "./unsorted-segment-sum";

/** What tfjs' WASM backend lacks, gets wrong, or has in a form too slow to train with. */
const kernels: readonly WasmKernel[] = [
  avgPoolGrad,
  batchMatMul,
  cast,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  identity,
  maxPoolGrad,
  unsortedSegmentSum,
  ...reductions,
];

/** Registers them, over tfjs' own where it has one. Before the backend starts: that is when tfjs sets its own up. */
export function registerMissingKernels(): void {
  for (const { name, run } of kernels) {
    // The registry's type leaves out that a kernel may be missing.
    const own = tf.getKernel(name, "wasm") as tf.KernelConfig | undefined;
    if (own) tf.unregisterKernel(name, "wasm");
    const original = (call: KernelCall) => own!.kernelFunc(call as never);
    tf.registerKernel({
      kernelName: name,
      backendName: "wasm",
      ...(own?.setupFunc ? { setupFunc: own.setupFunc } : {}),
      kernelFunc: (call) => run(call as unknown as KernelCall, original),
    });
  }
}
