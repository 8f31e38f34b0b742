import type { TensorInfo } from "@tensorflow/tfjs-core";
import { sizeOf } from "../../shape";
import { allocate, integers, type KernelCall, type KernelResult, type WasmKernel } from "./heap";

/** Rows shorter than this are copied value by value. */
const longRow = 24;

/** Rows by number: whole rows of memory, where tfjs works out the place of every single value. */
function gatherRows({ inputs, backend }: KernelCall): TensorInfo {
  const { x, indices } = inputs as Record<"x" | "indices", TensorInfo>;
  const [count, ...inner] = x.shape as [number, ...number[]];
  const width = sizeOf(inner);
  const result = allocate(backend, [...indices.shape, ...inner], x.dtype);
  const from = backend.typedArrayFromHeap(x) as Float32Array;
  const to = backend.typedArrayFromHeap(result) as Float32Array;
  const rows = integers(backend, indices);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (row < 0 || row >= count) throw new RangeError(`gather: row ${row} of a tensor with ${count} rows`);
    const start = row * width;
    if (width >= longRow) to.set(from.subarray(start, start + width), i * width);
    else for (let j = 0; j < width; j++) to[i * width + j] = from[start + j]!;
  }
  return result;
}

function run(call: KernelCall, original: (call: KernelCall) => KernelResult): KernelResult {
  const { x, indices } = call.inputs as Record<"x" | "indices", TensorInfo>;
  const byRow = call.attrs["axis"] === 0 && (call.attrs["batchDims"] ?? 0) === 0;
  const quick = byRow && indices.dtype === "int32" && x.dtype !== "string" && sizeOf(x.shape) > 0;
  return quick && sizeOf(indices.shape) > 0 ? gatherRows(call) : original(call);
}

/** Rows, or slices along another axis, by number: batches, embeddings, routing. */
export const gather: WasmKernel = { name: "GatherV2", run };
