import { forEachWindow, type ConvolutionInfo } from "./window";

/**
 * Adds columns (one row for each window, `[filterHeight, filterWidth, channels]` wide) to the pixels that the windows
 * cover: "col2im". What lies on the padding is dropped.
 */
export function addColumns(columns: Float32Array, image: Float32Array, info: ConvolutionInfo): void {
  const { filterHeight, filterWidth, inChannels: channels, inHeight, inWidth, padInfo } = info;
  const width = filterHeight * filterWidth * channels;
  forEachWindow(info, ({ batch, top, bottom, left, right, at }) => {
    const row = Math.floor(at / info.outWidth) % info.outHeight;
    const firstY = row * info.strideHeight - padInfo.top;
    const firstX = (at % info.outWidth) * info.strideWidth - padInfo.left;
    const length = (right - left) * channels;
    for (let y = top; y < bottom; y++) {
      const from = at * width + ((y - firstY) * filterWidth + left - firstX) * channels;
      const to = ((batch * inHeight + y) * inWidth + left) * channels;
      for (let i = 0; i < length; i++) image[to + i]! += columns[from + i]!;
    }
  });
}
