/*
 * Images to another size, one axis after the other: by the area that an output pixel covers where the image gets
 * smaller (no aliasing), by linear interpolation between pixel centres where it gets larger. The same as
 * tf.image.resize with "area" and with "bilinear".
 */

/** Pixels with channels last, row by row. */
export interface Raster {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** `height * width * channels` values. */
  readonly data: Float32Array;
}

/** For each output pixel: the first input pixel that enters, and the weights of it and those after it (sum 1). */
type Taps = readonly { readonly first: number; readonly weights: readonly number[] }[];

function areaTaps(from: number, to: number): Taps {
  return Array.from({ length: to }, (_, i) => {
    const start = (i * from) / to;
    const end = ((i + 1) * from) / to;
    const first = Math.floor(start);
    const weights: number[] = [];
    for (let pixel = first; pixel < end && pixel < from; pixel++)
      weights.push(((Math.min(pixel + 1, end) - Math.max(pixel, start)) * to) / from);
    return { first, weights };
  });
}

function linearTaps(from: number, to: number): Taps {
  return Array.from({ length: to }, (_, i) => {
    const centre = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
    const first = Math.min(Math.floor(centre), Math.max(from - 2, 0));
    const share = centre - first;
    return { first, weights: from === 1 ? [1] : [1 - share, share] };
  });
}

const tapsFor = (from: number, to: number) => (to < from ? areaTaps(from, to) : linearTaps(from, to));

/** The image in another size. Its shape is stretched where the proportions differ; means are kept when shrinking. */
export function resize(image: Raster, height: number, width: number): Raster {
  if (image.height === height && image.width === width) return image;
  const { channels } = image;
  const rows = tapsFor(image.height, height);
  const columns = tapsFor(image.width, width);
  const narrow = new Float32Array(image.height * width * channels);
  for (let y = 0, out = 0; y < image.height; y++)
    for (const { first, weights } of columns)
      for (let c = 0; c < channels; c++, out++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++)
          sum += weights[k]! * image.data[(y * image.width + first + k) * channels + c]!;
        narrow[out] = sum;
      }
  const stride = width * channels;
  const data = new Float32Array(height * stride);
  rows.forEach(({ first, weights }, y) => {
    for (let x = 0; x < stride; x++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * narrow[(first + k) * stride + x]!;
      data[y * stride + x] = sum;
    }
  });
  return { height, width, channels, data };
}
