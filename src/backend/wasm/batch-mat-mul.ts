import type { TensorInfo } from "@tensorflow/tfjs-core";
import { callKernel, free, sizeOf, type KernelCall, type KernelResult, type WasmKernel } from "./heap";

/** Swaps the last two axes. */
function transposed(backend: KernelCall["backend"], x: TensorInfo): TensorInfo {
  const axes = x.shape.map((_, axis) => axis);
  const perm = [...axes.slice(0, -2), axes.at(-1), axes.at(-2)];
  return callKernel(backend, "Transpose", { x }, { perm });
}

/**
 * tfjs multiplies with XNNPACK only where neither matrix is transposed; else it loops, seven times as long for
 * the gradients of a dense layer. Transposing first costs next to nothing.
 */
function run(call: KernelCall, original: (call: KernelCall) => KernelResult): KernelResult {
  const { inputs, attrs, backend } = call;
  const { a, b } = inputs as Record<"a" | "b", TensorInfo>;
  const batches = Math.max(sizeOf({ shape: a.shape.slice(0, -2) }), sizeOf({ shape: b.shape.slice(0, -2) }));
  const flip = [attrs["transposeA"] === true, attrs["transposeB"] === true] as const;
  const empty = sizeOf(a) === 0 || sizeOf(b) === 0;
  if (batches !== 1 || empty || !(flip[0] || flip[1])) return original(call);
  const left = flip[0] ? transposed(backend, a) : a;
  const right = flip[1] ? transposed(backend, b) : b;
  const product = original({
    backend,
    inputs: { a: left, b: right },
    attrs: { ...attrs, transposeA: false, transposeB: false },
  });
  if (left !== a) free(backend, left);
  if (right !== b) free(backend, right);
  return product;
}

/** The product of matrices. */
export const batchMatMul: WasmKernel = { name: "BatchMatMul", run };
