import type { TensorInfo } from "@tensorflow/tfjs-core";
import { allocate, floats, type KernelCall, type WasmKernel } from "./heap";
import { convolutionInfo, type ConvolutionAttributes, type ConvolutionInfo } from "./window";

interface Attributes extends ConvolutionAttributes {
  readonly filterShape: [number, number, number, number];
}

/**
 * The gradient at one place of the filter, for all channels: `sums[c * multiplier + q]`.
 * Added up in double precision: there are as many terms as the batch has pixels.
 */
function gradientAt(
  fy: number,
  fx: number,
  x: Float32Array,
  dy: Float32Array,
  sums: Float64Array,
  info: ConvolutionInfo,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const multiplier = outChannels / inChannels;
  sums.fill(0);
  for (let b = 0; b < batchSize; b++)
    for (let oy = 0; oy < outHeight; oy++) {
      const y = oy * info.strideHeight + fy - info.padInfo.top;
      if (y < 0 || y >= inHeight) continue;
      for (let ox = 0; ox < outWidth; ox++) {
        const column = ox * info.strideWidth + fx - info.padInfo.left;
        if (column < 0 || column >= inWidth) continue;
        const from = ((b * inHeight + y) * inWidth + column) * inChannels;
        const to = ((b * outHeight + oy) * outWidth + ox) * outChannels;
        if (multiplier === 1) for (let c = 0; c < inChannels; c++) sums[c]! += x[from + c]! * dy[to + c]!;
        else
          for (let c = 0, n = 0; c < inChannels; c++)
            for (let q = 0; q < multiplier; q++, n++) sums[n]! += x[from + c]! * dy[to + n]!;
      }
    }
}

function run({ inputs, attrs, backend }: KernelCall): TensorInfo {
  const { x, dy } = inputs as Record<"x" | "dy", TensorInfo>;
  const attributes = attrs as unknown as Attributes;
  const info = convolutionInfo(x.shape, attributes.filterShape, attributes, true);
  const result = allocate(backend, attributes.filterShape);
  const input = floats(backend, x);
  const gradient = floats(backend, dy);
  const target = floats(backend, result);
  const sums = new Float64Array(info.outChannels);
  for (let fy = 0; fy < info.filterHeight; fy++)
    for (let fx = 0; fx < info.filterWidth; fx++) {
      gradientAt(fy, fx, input, gradient, sums, info);
      target.set(sums, (fy * info.filterWidth + fx) * sums.length);
    }
  return result;
}

/** The gradient of a depthwise convolution with respect to its filter `[h, w, channels, multiplier]`. */
export const depthwiseBackpropFilter: WasmKernel = { name: "DepthwiseConv2dNativeBackpropFilter", run };
