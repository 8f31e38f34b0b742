import type { TensorInfo } from "@tensorflow/tfjs-core";
import { sizeOf } from "../../shape";
import { addColumns } from "./columns";
import { allocate, callKernel, floats, free, type KernelCall, type WasmKernel } from "./heap";
import { convolutionInfo, type ConvolutionAttributes, type ConvolutionInfo } from "./window";

interface Attributes extends ConvolutionAttributes {
  readonly inputShape: [number, number, number, number];
}

/** The filter `[h, w, in, out]` turned by 180 degrees, as `[h, w, out, in]`. */
function turned(backend: KernelCall["backend"], filter: TensorInfo, info: ConvolutionInfo): TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels } = info;
  const result = allocate(backend, [filterHeight, filterWidth, outChannels, inChannels]);
  const from = floats(backend, filter);
  const to = floats(backend, result);
  const places = filterHeight * filterWidth;
  const size = inChannels * outChannels;
  for (let place = 0; place < places; place++) {
    const source = place * size;
    const target = (places - 1 - place) * size;
    for (let c = 0; c < inChannels; c++)
      for (let n = 0; n < outChannels; n++)
        to[target + n * inChannels + c] = from[source + c * outChannels + n]!;
  }
  return result;
}

/** Without strides: the convolution of dy, padded all around, by the turned filter. */
function byConvolution({ inputs, backend }: KernelCall, info: ConvolutionInfo): TensorInfo {
  const { dy, filter } = inputs as Record<"dy" | "filter", TensorInfo>;
  const filterTurned = turned(backend, filter, info);
  const { top, left } = info.padInfo;
  const pad = [
    [0, 0],
    [info.filterHeight - 1 - top, info.inHeight + top - info.outHeight],
    [info.filterWidth - 1 - left, info.inWidth + left - info.outWidth],
    [0, 0],
  ];
  const dx = callKernel(
    backend,
    "Conv2D",
    { x: dy, filter: filterTurned },
    { strides: 1, dilations: 1, pad, dataFormat: "NHWC" },
  );
  free(backend, filterTurned);
  return dx;
}

/** With strides: dy times the transposed filter, whose columns are added up where the windows were. */
function byColumns({ inputs, backend }: KernelCall, info: ConvolutionInfo): TensorInfo {
  const { dy, filter } = inputs as Record<"dy" | "filter", TensorInfo>;
  const rows = info.batchSize * info.outHeight * info.outWidth;
  const width = sizeOf(filter.shape) / info.outChannels;
  const columns = callKernel(
    backend,
    "BatchMatMul",
    { a: { ...dy, shape: [rows, info.outChannels] }, b: { ...filter, shape: [width, info.outChannels] } },
    { transposeA: false, transposeB: true },
  );
  const dx = allocate(backend, info.inShape);
  addColumns(floats(backend, columns), floats(backend, dx).fill(0), info);
  free(backend, columns);
  return dx;
}

function run(call: KernelCall): TensorInfo {
  const { dy, filter } = call.inputs as Record<"dy" | "filter", TensorInfo>;
  const attributes = call.attrs as unknown as Attributes;
  const { inputShape } = attributes;
  if (sizeOf(dy.shape) === 0)
    return callKernel(call.backend, "Fill", {}, { shape: inputShape, value: 0, dtype: "float32" });
  const info = convolutionInfo(inputShape, filter.shape, attributes);
  // More padding than a window is wide (which only explicit padding can ask for) cannot be turned around.
  const paddable = info.padInfo.top < info.filterHeight && info.padInfo.left < info.filterWidth;
  const plain = info.strideHeight === 1 && info.strideWidth === 1 && paddable;
  return plain ? byConvolution(call, info) : byColumns(call, info);
}

/** The gradient of a 2-D convolution with respect to its input. */
export const conv2dBackpropInput: WasmKernel = { name: "Conv2DBackpropInput", run };
