import type { TensorInfo } from "@tensorflow/tfjs-core";
import { sizeOf } from "../../shape";
import { callKernel, filled, free, type KernelCall, type WasmKernel } from "./heap";
import { convolutionInfo, type ConvolutionAttributes } from "./window";

interface Attributes extends ConvolutionAttributes {
  readonly filterShape: [number, number, number, number];
}

/*
 * The gradient of a convolution with respect to its filter is itself a convolution,
 *
 *   dW[fy, fx, c, n] = sum over b, oy, ox of x[b, oy·s + fy − p, ox·s + fx − p, c] · dy[b, oy, ox, n]:
 *
 * of x with the batch as its channels and the channels as its batch, by dy as a filter as large as the output, dilated
 * by the stride s. So XNNPACK's convolution, the fastest code that the backend has, does it without any columns.
 */
function run({ inputs, attrs, backend }: KernelCall): TensorInfo {
  const { x, dy } = inputs as Record<"x" | "dy", TensorInfo>;
  const attributes = attrs as unknown as Attributes;
  const { filterShape } = attributes;
  if (sizeOf(x.shape) === 0 || sizeOf(dy.shape) === 0) return filled(backend, filterShape, "float32", 0);
  const info = convolutionInfo(x.shape, filterShape, attributes);
  const { filterHeight, filterWidth, outHeight, outWidth, strideHeight, strideWidth } = info;
  // What is missing after the last window; less than 0 where the last rows of x belong to no window.
  const { top, left } = info.padInfo;
  const bottom = filterHeight + (outHeight - 1) * strideHeight - info.inHeight - top;
  const right = filterWidth + (outWidth - 1) * strideWidth - info.inWidth - left;

  const samplesLast = callKernel(backend, "Transpose", { x }, { perm: [3, 1, 2, 0] });
  const asFilter = callKernel(backend, "Transpose", { x: dy }, { perm: [1, 2, 0, 3] });
  const byChannel = callKernel(
    backend,
    "Conv2D",
    { x: samplesLast, filter: asFilter },
    {
      strides: 1,
      dilations: [strideHeight, strideWidth],
      pad: [
        [0, 0],
        [top, Math.max(0, bottom)],
        [left, Math.max(0, right)],
        [0, 0],
      ],
      dataFormat: "NHWC",
    },
  );
  // Unused rows of x make positions that no filter has; they are cut off.
  const [channels, , , filters] = byChannel.shape as [number, number, number, number];
  const cut =
    bottom < 0 || right < 0
      ? callKernel(
          backend,
          "Slice",
          { x: byChannel },
          { begin: [0, 0, 0, 0], size: [channels, filterHeight, filterWidth, filters] },
        )
      : byChannel;
  const gradient = callKernel(backend, "Transpose", { x: cut }, { perm: [1, 2, 0, 3] });
  free(backend, samplesLast, asFilter, byChannel);
  if (cut !== byChannel) free(backend, cut);
  return gradient;
}

/** The gradient of a 2-D convolution with respect to its filter: a convolution of the input by the gradient. */
export const conv2dBackpropFilter: WasmKernel = { name: "Conv2DBackpropFilter", run };
