import type { TensorInfo } from "@tensorflow/tfjs-core";
import { callKernel, floats, free, type BackendWasm } from "./heap";

/** Rows that are added up in single precision before the rest is done in double. */
const blockRows = 64;
/** Below this a loop is quicker than calling a kernel. */
const smallest = 4096;
/** Narrow rows are taken several at a time, so that vector instructions have something to work on. */
const vectorWidth = 16;

/**
 * The sum of rows of `width` values, column by column: `sum[i] = x[i] + x[i + width] + …`
 *
 * XNNPACK's average pooling, over windows of 64 rows, does most of the work at the speed of memory; what is left is
 * added up in double precision, so that the error does not grow with the number of rows.
 */
export function sumRows(backend: BackendWasm, x: TensorInfo, size: number, width: number): Float64Array {
  const sums = new Float64Array(width);
  const wide = width * Math.max(1, Math.floor(vectorWidth / width));
  const blocks = size < smallest ? 0 : Math.floor(size / (wide * blockRows));
  if (blocks > 0) {
    // A view of the part that full blocks cover: same memory, another shape.
    const covered = { dataId: x.dataId, dtype: x.dtype, shape: [1, blocks, blockRows, wide] };
    const window: [number, number] = [1, blockRows];
    const means = callKernel(
      backend,
      "AvgPool",
      { x: covered },
      { filterSize: window, strides: window, pad: "valid" },
    );
    addUp(floats(backend, means), 0, sums, blockRows);
    free(backend, means);
  }
  addUp(floats(backend, x), blocks * blockRows * wide, sums, 1);
  return sums;
}

function addUp(values: Float32Array, start: number, sums: Float64Array, factor: number): void {
  const width = sums.length;
  if (width === 1) {
    let sum = 0;
    for (let i = start; i < values.length; i++) sum += values[i]!;
    sums[0]! += sum * factor;
    return;
  }
  for (let row = start; row < values.length; row += width)
    for (let i = 0; i < width; i++) sums[i]! += values[row + i]! * factor;
}
