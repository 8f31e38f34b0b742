import type { TensorInfo } from "@tensorflow/tfjs-core";
import { allocate, floats, type KernelCall, type WasmKernel } from "./heap";
import { forEachWindow, poolingInfo, type PoolingAttributes } from "./window";

function run({ inputs, attrs, backend }: KernelCall): TensorInfo {
  const { dy, input } = inputs as Record<"dy" | "input", TensorInfo>;
  const info = poolingInfo(input.shape, attrs as unknown as PoolingAttributes);
  const result = allocate(backend, input.shape);
  const gradient = floats(backend, dy);
  const target = floats(backend, result).fill(0);
  const channels = info.inChannels;
  const row = info.inWidth * channels;
  forEachWindow(info, ({ batch, top, bottom, left, right, at }) => {
    const first = (batch * info.inHeight + top) * row + left * channels;
    const source = at * channels;
    const share = 1 / ((bottom - top) * (right - left));
    for (let y = 0, line = first; y < bottom - top; y++, line += row)
      for (let place = line; place < line + (right - left) * channels; place += channels)
        for (let c = 0; c < channels; c++) target[place + c]! += gradient[source + c]! * share;
  });
  return result;
}

/**
 * The gradient of average pooling. Padding does not count, in the forward pass and here; tfjs' own kernel divides by
 * the whole window even at the edges, which is not the gradient of what it computes forwards.
 */
export const avgPoolGrad: WasmKernel = { name: "AvgPoolGrad", run };
