import * as tf from "@tensorflow/tfjs-core";
import { allocate, callKernel, floats, free, type KernelCall, type WasmKernel } from "./heap";

function run({ inputs, attrs, backend }: KernelCall): tf.TensorInfo {
  const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
  const { strides, pad, filterShape, dimRoundingMode } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
  const info = tf.backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth } = info;
  const rows = batchSize * outHeight * outWidth;
  const width = filterHeight * filterWidth * inChannels;
  const columns = allocate(backend, [1, rows, width]);
  const source = floats(backend, x);
  const target = floats(backend, columns).fill(0);
  let at = 0;
  for (let b = 0; b < batchSize; b++)
    for (let oy = 0; oy < outHeight; oy++)
      for (let ox = 0; ox < outWidth; ox++)
        for (let fy = 0; fy < filterHeight; fy++) {
          const y = oy * info.strideHeight + fy - info.padInfo.top;
          for (let fx = 0; fx < filterWidth; fx++, at += inChannels) {
            const left = ox * info.strideWidth + fx - info.padInfo.left;
            if (y < 0 || y >= inHeight || left < 0 || left >= inWidth) continue;
            const from = ((b * inHeight + y) * inWidth + left) * inChannels;
            for (let c = 0; c < inChannels; c++) target[at + c] = source[from + c]!;
          }
        }
  const product = callKernel(
    backend,
    "BatchMatMul",
    { a: columns, b: { ...dy, shape: [1, rows, info.outChannels] } },
    { transposeA: true, transposeB: false },
  );
  free(backend, columns);
  return { ...product, shape: [...filterShape] };
}

/** The gradient of a 2-D convolution with respect to its filter: columns of the input, times the gradient. */
export const conv2dBackpropFilter: WasmKernel = { name: "Conv2DBackpropFilter", run };
