import * as tf from "@tensorflow/tfjs-core";
import { avgPoolGrad } from "./avg-pool-grad";
import { batchMatMul } from "./batch-mat-mul";
import { conv2dBackpropFilter } from "./conv2d-backprop-filter";
import { conv2dBackpropInput } from "./conv2d-backprop-input";
import { depthwiseBackpropFilter } from "./depthwise-backprop-filter";
import { depthwiseBackpropInput } from "./depthwise-backprop-input";
import { safeWhenEmpty } from "./empty";
import { gather } from "./gather";
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
  gather,
  identity,
  maxPoolGrad,
  unsortedSegmentSum,
  ...reductions,
];

function register(name: string, run: (call: KernelCall) => KernelResult, own?: tf.KernelConfig): void {
  if (own) tf.unregisterKernel(name, "wasm");
  tf.registerKernel({
    kernelName: name,
    backendName: "wasm",
    ...(own?.setupFunc ? { setupFunc: own.setupFunc } : {}),
    kernelFunc: (call) => run(call as unknown as KernelCall),
  });
}

/**
 * Makes tfjs' own kernels safe for tensors without values, and puts ours in their place or beside them.
 * Before the backend starts: that is when tfjs sets its kernels up.
 */
export function registerMissingKernels(): void {
  for (const own of tf.getKernelsForBackend("wasm")) register(own.kernelName, safeWhenEmpty(own), own);
  for (const { name, run } of kernels) {
    // The registry's type leaves out that a kernel may be missing.
    const own = tf.getKernel(name, "wasm") as tf.KernelConfig | undefined;
    register(name, (call) => run(call, (other) => own!.kernelFunc(other as never)), own);
  }
}
