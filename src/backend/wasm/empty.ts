/*
 * Tensors without values, such as a branch that no sample took. tfjs' WASM kernels were not written for them: some
 * divide by zero, some write past the end of what they were given and spoil the heap for everything after. With no
 * values there is nothing to compute but shapes, which tfjs' plain JavaScript kernels get right: they take over.
 */
import * as tf from "@tensorflow/tfjs-core";
import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { shared, type BackendWasm, type KernelCall, type KernelResult } from "./heap";

let plain: MathBackendCPU | undefined;

function plainBackend(): MathBackendCPU {
  // It greets at its first tensor, with the advice to install what this library has chosen already.
  return (plain ??= Object.assign(new MathBackendCPU(), { firstUse: false }));
}

function isEmpty({ shape }: tf.TensorInfo): boolean {
  return shape.includes(0);
}

/** On the path of every kernel, so without making any list. */
function anyEmpty(inputs: KernelCall["inputs"]): boolean {
  for (const name in inputs) {
    // Some kernels may go without one, such as a fused product without its bias.
    const input = inputs[name];
    if (input && isEmpty(input)) return true;
  }
  return false;
}

/** The plain kernel reads values where they lie on the heap; what it makes is brought there. */
function runPlain(kernel: tf.KernelConfig, { inputs, attrs, backend }: KernelCall): KernelResult {
  const cpu = plainBackend();
  const lend = (tensor: tf.TensorInfo) =>
    cpu.makeTensorInfo([...tensor.shape], tensor.dtype, backend.typedArrayFromHeap(tensor));
  const names = Object.keys(inputs);
  const lent = Object.values(inputs).map(lend);
  const named = Object.fromEntries(names.map((name, i) => [name, lent[i]]));
  const result = kernel.kernelFunc({
    // Kernels of many inputs (concatenation, sums) get them as a list.
    inputs: Array.isArray(inputs) ? (lent as never) : named,
    attrs: attrs as tf.NamedAttrMap,
    backend: cpu,
  });
  const outputs = Array.isArray(result) ? result : [result];
  const brought = outputs.map(({ shape, dtype, dataId }) =>
    backend.makeOutput(shape, dtype, undefined, cpu.readSync(dataId)),
  );
  for (const { dataId } of [...lent, ...outputs]) cpu.disposeData(dataId, true);
  return Array.isArray(result) ? brought : brought[0]!;
}

/** Parts without values add nothing; what is left is tfjs' own work. */
function concatenate(
  parts: readonly tf.TensorInfo[],
  backend: BackendWasm,
  run: (parts: tf.TensorInfo[]) => KernelResult,
): KernelResult {
  const full = parts.filter((part) => !isEmpty(part));
  return full.length === 1 ? shared(backend, full[0]!) : run(full);
}

/** The kernel, safe to call with tensors that have no values. */
export function safeWhenEmpty(own: tf.KernelConfig): (call: KernelCall) => KernelResult {
  return (call) => {
    if (!anyEmpty(call.inputs)) return own.kernelFunc(call as never);
    const tensors = Object.values(call.inputs);
    if (own.kernelName === "Concat" && !tensors.every(isEmpty))
      return concatenate(tensors, call.backend, (parts) =>
        own.kernelFunc({ ...call, inputs: parts } as never),
      );
    const kernel = tf.getKernel(own.kernelName, "cpu") as tf.KernelConfig | undefined;
    return kernel ? runPlain(kernel, call) : own.kernelFunc(call as never);
  };
}
