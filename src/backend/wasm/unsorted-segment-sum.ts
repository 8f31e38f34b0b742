import type { TensorInfo } from "@tensorflow/tfjs-core";
import { sizeOf } from "../../shape";
import { filled, floats, integers, type KernelCall, type WasmKernel } from "./heap";

function run({ inputs, attrs, backend }: KernelCall): TensorInfo {
  const { x, segmentIds } = inputs as Record<"x" | "segmentIds", TensorInfo>;
  const count = attrs["numSegments"] as number;
  const inner = x.shape.slice(segmentIds.shape.length);
  const width = sizeOf(inner);
  const result = filled(backend, [count, ...inner], x.dtype, 0);
  const ids = integers(backend, segmentIds);
  // int32 values add up the same way; the view has the tensor's own type.
  const values = floats(backend, x);
  const target = floats(backend, result);
  ids.forEach((id, row) => {
    if (id < 0 || id >= count) return; // As in TensorFlow.
    const from = row * width;
    const to = id * width;
    for (let i = 0; i < width; i++) target[to + i]! += values[from + i]!;
  });
  return result;
}

/** Sums of the rows with the same number. The gradient of `gather`, so of routing and of embeddings. */
export const unsortedSegmentSum: WasmKernel = { name: "UnsortedSegmentSum", run };
