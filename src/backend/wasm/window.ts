/* Sizes of convolutions and pooling windows, as tfjs computes them, and walks over them. */
import * as tf from "@tensorflow/tfjs-core";

export type ConvolutionInfo = tf.backend_util.Conv2DInfo;
type Shape4D = [number, number, number, number];
type Padding = "valid" | "same" | number | tf.backend_util.ExplicitPadding;
type Rounding = "floor" | "round" | "ceil";

/** The attributes that convolutions' gradients have in common. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: Padding;
  readonly dimRoundingMode?: Rounding;
}

/** Undilated, as gradients demand of a convolution (tfjs refuses others). */
export function convolutionInfo(
  xShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dimRoundingMode }: ConvolutionAttributes,
  depthwise = false,
): ConvolutionInfo {
  return tf.backend_util.computeConv2DInfo(
    xShape as Shape4D,
    filterShape as Shape4D,
    strides,
    1,
    pad,
    dimRoundingMode,
    depthwise,
  );
}

/** The attributes that pooling kernels have in common. */
export interface PoolingAttributes extends ConvolutionAttributes {
  readonly filterSize: number | [number, number];
}

export function poolingInfo(
  xShape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: PoolingAttributes,
): ConvolutionInfo {
  return tf.backend_util.computePool2DInfo(xShape as Shape4D, filterSize, strides, 1, pad, dimRoundingMode);
}

/** The part of a window that lies inside the image: rows `top` to `bottom - 1`, columns `left` to `right - 1`. */
interface InsideWindow {
  readonly batch: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  /** Number of the window, in the output's order. */
  readonly at: number;
}

/** Visits every window of every image, in the output's order. The visitor must not keep the object. */
export function forEachWindow(info: ConvolutionInfo, visit: (window: InsideWindow) => void): void {
  const { batchSize, outHeight, outWidth, strideHeight, strideWidth, padInfo } = info;
  const window = { batch: 0, top: 0, bottom: 0, left: 0, right: 0, at: 0 };
  for (window.batch = 0; window.batch < batchSize; window.batch++)
    for (let oy = 0; oy < outHeight; oy++) {
      const y = oy * strideHeight - padInfo.top;
      window.top = Math.max(0, y);
      window.bottom = Math.min(info.inHeight, y + info.filterHeight);
      for (let ox = 0; ox < outWidth; ox++, window.at++) {
        const x = ox * strideWidth - padInfo.left;
        window.left = Math.max(0, x);
        window.right = Math.min(info.inWidth, x + info.filterWidth);
        visit(window);
      }
    }
}
