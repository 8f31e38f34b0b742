import * as tf from "@tensorflow/tfjs-core";
import type { FillMode, Interpolation } from "../spec/language";
import type { AffineMap } from "./affine-map";
import { rowsOf } from "./rows-of";

/** How pixels between and beyond pixels are made. */
export interface Filling {
  readonly fillMode: FillMode;
  readonly fillValue: number;
  readonly interpolation: Interpolation;
}

/**
 * Each image (`[batch, h, w, c]`) with its pixels from where its own map says, with the numbers of TensorFlow's
 * ImageProjectiveTransformV3. Each pixel is a weighted sum of at most four others, so that the gradient goes back to those by
 * the same weights.
 */
export function movePixels(images: tf.Tensor, maps: readonly AffineMap[], filling: Filling): tf.Tensor {
  const [batch, height, width, channels] = images.shape as [number, number, number, number];
  const pixels = tf.reshape<tf.Rank.R2>(images, [batch * height * width, channels]);
  const corners = filling.interpolation === "nearest" ? 1 : 4;
  const size = batch * height * width;
  const rows = Array.from({ length: corners }, () => new Int32Array(size));
  const weights = Array.from({ length: corners }, () => new Float32Array(size));
  const filled = new Float32Array(size);
  const inRow = coordinateOf[filling.fillMode](width);
  const inColumn = coordinateOf[filling.fillMode](height);

  maps.forEach(([a, b, c, d, e, f], image) => {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = (image * height + y) * width + x;
        const [column, row] = [inRow(a * x + b * y + c), inColumn(d * x + e * y + f)];
        let outside = 1;
        for (let corner = 0; corner < corners; corner++) {
          const [i, nearRow] = cornerOf(row, corner >> 1, corners);
          const [j, nearColumn] = cornerOf(column, corner & 1, corners);
          // Beyond the image, which only `constant` leaves it: what is missing of 1 is the fill value's.
          if (i < 0 || j < 0 || i >= height || j >= width) continue;
          rows[corner]![at] = (image * height + i) * width + j;
          weights[corner]![at] = nearRow * nearColumn;
          outside -= nearRow * nearColumn;
        }
        filled[at] = filling.fillMode === "constant" ? outside * filling.fillValue : 0;
      }
    }
  });

  const parts = rows.map((numbers, corner) =>
    tf.mul(rowsOf(pixels, tf.tensor1d(numbers, "int32")), tf.tensor2d(weights[corner]!, [size, 1])),
  );
  const sum = parts.reduce((sum, part) => tf.add(sum, part));
  const value = filling.fillValue === 0 ? sum : tf.add(sum, tf.tensor2d(filled, [size, 1]));
  return tf.reshape(value, images.shape);
}

/** The pixel before (0) or after (1) a coordinate, and how much of it counts; the nearest one where there is one corner only. */
function cornerOf(coordinate: number, after: number, corners: number): readonly [number, number] {
  if (corners === 1) return [Math.sign(coordinate) * Math.floor(Math.abs(coordinate) + 0.5), 1];
  const before = Math.floor(coordinate);
  return after ? [before + 1, coordinate - before] : [before, before + 1 - coordinate];
}

type Along = (coordinate: number) => number;

const inside = (length: number): Along => {
  return (coordinate) => Math.min(Math.max(coordinate, 0), length - 1);
};

/** A coordinate as it is where it lies in the image, else as `beyond` has it. */
const folded = (length: number, beyond: Along): Along => {
  const clamp = inside(length);
  return (coordinate) => {
    const isInside = coordinate >= 0 && coordinate <= length - 1;
    return clamp(isInside || length <= 1 ? coordinate : beyond(coordinate));
  };
};

/** A coordinate along an axis of a length as one inside of the image; with `constant`, as it is. (TensorFlow's `MapCoordinate`.) */
const coordinateOf: { readonly [M in FillMode]: (length: number) => Along } = {
  constant: () => (coordinate) => coordinate,
  nearest: inside,
  wrap: (length) =>
    folded(length, (at) =>
      at < 0
        ? at + length * (Math.trunc(-at / (length - 1)) + 1)
        : at - length * Math.trunc(at / (length - 1)),
    ),
  reflect: (length) =>
    folded(length, (at) => {
      const twice = 2 * length;
      const near = at - twice * Math.trunc(at / twice);
      if (near < 0) return near < -length ? near + twice : -near - 1;
      return near >= length ? twice - near - 1 : near;
    }),
};
