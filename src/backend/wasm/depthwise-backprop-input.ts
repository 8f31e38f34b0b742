import type { TensorInfo } from "@tensorflow/tfjs-core";
import { sizeOf } from "../../shape";
import { allocate, callKernel, floats, free, type KernelCall, type WasmKernel } from "./heap";
import { convolutionInfo, type ConvolutionAttributes, type ConvolutionInfo } from "./window";

interface Attributes extends ConvolutionAttributes {
  readonly inputShape: [number, number, number, number];
}

/** Without strides and with one output a channel: the depthwise convolution of dy by the turned filter. */
function byConvolution({ inputs, backend }: KernelCall, info: ConvolutionInfo): TensorInfo {
  const { dy, filter } = inputs as Record<"dy" | "filter", TensorInfo>;
  const turned = callKernel(backend, "Reverse", { x: filter }, { dims: [0, 1] });
  const { top, left } = info.padInfo;
  const pad = [
    [0, 0],
    [info.filterHeight - 1 - top, info.inHeight + top - info.outHeight],
    [info.filterWidth - 1 - left, info.inWidth + left - info.outWidth],
    [0, 0],
  ];
  const dx = callKernel(
    backend,
    "DepthwiseConv2dNative",
    { x: dy, filter: turned },
    { strides: [1, 1], dilations: [1, 1], pad },
  );
  free(backend, turned);
  return dx;
}

/** Any: each value of dy goes back to the pixels of its window. */
function byWindows({ inputs, backend }: KernelCall, info: ConvolutionInfo): TensorInfo {
  const { dy, filter } = inputs as Record<"dy" | "filter", TensorInfo>;
  const result = allocate(backend, info.inShape);
  const gradient = floats(backend, dy);
  const weights = floats(backend, filter);
  const target = floats(backend, result).fill(0);
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const multiplier = outChannels / inChannels;
  for (let fy = 0; fy < info.filterHeight; fy++)
    for (let fx = 0; fx < info.filterWidth; fx++) {
      const place = (fy * info.filterWidth + fx) * outChannels;
      for (let b = 0; b < batchSize; b++)
        for (let oy = 0; oy < outHeight; oy++) {
          const y = oy * info.strideHeight + fy - info.padInfo.top;
          if (y < 0 || y >= inHeight) continue;
          for (let ox = 0; ox < outWidth; ox++) {
            const x = ox * info.strideWidth + fx - info.padInfo.left;
            if (x < 0 || x >= inWidth) continue;
            const to = ((b * inHeight + y) * inWidth + x) * inChannels;
            const from = ((b * outHeight + oy) * outWidth + ox) * outChannels;
            for (let c = 0, n = 0; c < inChannels; c++) {
              let sum = 0;
              for (let q = 0; q < multiplier; q++, n++) sum += gradient[from + n]! * weights[place + n]!;
              target[to + c]! += sum;
            }
          }
        }
    }
  return result;
}

function run(call: KernelCall): TensorInfo {
  const { dy, filter } = call.inputs as Record<"dy" | "filter", TensorInfo>;
  const attributes = call.attrs as unknown as Attributes;
  const info = convolutionInfo(attributes.inputShape, filter.shape, attributes, true);
  const paddable = info.padInfo.top < info.filterHeight && info.padInfo.left < info.filterWidth;
  const plain = info.strideHeight === 1 && info.strideWidth === 1 && info.outChannels === info.inChannels;
  return plain && paddable && sizeOf(dy.shape) > 0 ? byConvolution(call, info) : byWindows(call, info);
}

/** The gradient of a depthwise convolution with respect to its input. */
export const depthwiseBackpropInput: WasmKernel = { name: "DepthwiseConv2dNativeBackpropInput", run };
