import type { TensorInfo } from "@tensorflow/tfjs-core";
import { sizeOf } from "../../shape";
import { allocate, floats, free, type KernelCall, type KernelResult, type WasmKernel } from "./heap";

/** A matrix turned over, in a plain loop: most are small, and calling a kernel would take as long. */
function transposed(backend: KernelCall["backend"], x: TensorInfo): TensorInfo {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const result = allocate(backend, [...x.shape.slice(0, -2), columns, rows]);
  const from = floats(backend, x);
  const to = floats(backend, result);
  for (let row = 0, i = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, i++) to[column * rows + row] = from[i]!;
  return result;
}

/**
 * Columns with which each tensor's values were last the right-hand matrix. XNNPACK keeps what it has prepared for a
 * right-hand matrix by the values' number alone, and tfjs gives it those of before even where the same values now have
 * another shape (as after `reshape`), which ends the whole backend.
 */
const columnsOfRight = new WeakMap<object, number>();

/** The same values as a matrix that XNNPACK has not seen yet, where it has seen them in another shape. */
function fresh(backend: KernelCall["backend"], b: TensorInfo): TensorInfo {
  const columns = b.shape.at(-1)!;
  const before = columnsOfRight.get(b.dataId);
  columnsOfRight.set(b.dataId, before ?? columns);
  if (before === undefined || before === columns) return b;
  const copy = allocate(backend, b.shape);
  floats(backend, copy).set(floats(backend, b));
  return copy;
}

/**
 * tfjs multiplies with XNNPACK only where neither matrix is transposed; else it loops, seven times as long for
 * the gradients of a dense layer. Transposing first costs next to nothing.
 */
function run(call: KernelCall, original: (call: KernelCall) => KernelResult): KernelResult {
  const { inputs, attrs, backend } = call;
  const { a, b } = inputs as Record<"a" | "b", TensorInfo>;
  const single = sizeOf(a.shape.slice(0, -2)) === 1 && sizeOf(b.shape.slice(0, -2)) === 1;
  if (!single || sizeOf(a.shape) === 0 || sizeOf(b.shape) === 0) return original(call);
  const left = attrs["transposeA"] === true ? transposed(backend, a) : a;
  const right = attrs["transposeB"] === true ? transposed(backend, b) : fresh(backend, b);
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
