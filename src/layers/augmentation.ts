/*
 * Images changed at random, each by itself, while training. What is drawn is drawn on the host from the layer's own stream, one
 * image after another, so that seed, path and step say it all; at inference the input itself.
 */
import type * as tf from "@tensorflow/tfjs-core";
import { asWritten } from "../graph/layers/as-written";
import type { RandomStream } from "../backend/random";
import { flip, rotation, translation, zoom, type AffineMap } from "./affine-map";
import type { Apply, LayerContext } from "./layer";
import { within } from "./within";
import { movePixels, type Filling } from "./move-pixels";

/** Each image with its pixels from where a map says that is drawn for it. */
function moved(
  images: tf.Tensor,
  filling: Filling,
  { training, random }: LayerContext,
  draw: (stream: RandomStream, height: number, width: number) => AffineMap,
): tf.Tensor {
  const [batch, height, width] = images.shape as [number, number, number];
  if (!training || batch === 0) return images;
  const stream = random();
  const maps = Array.from({ length: batch }, () => draw(stream, height, width));
  return movePixels(images, maps, filling);
}

const exactly: Filling = { fillMode: "nearest", fillValue: 0, interpolation: "nearest" };

/** Mirrors; each way with probability 1/2. */
export const randomFlip: Apply<"randomFlip"> = ({ mode }, [x], _, context) => ({
  value: moved(x!, exactly, context, (stream, height, width) => {
    // Both are drawn in each mode, so that another mode mirrors the same images.
    const [columns, rows] = [stream.next() < 0.5, stream.next() < 0.5];
    return flip(columns && mode !== "vertical", rows && mode !== "horizontal", height, width);
  }),
});

/** Moves by shares of height and width. */
export const randomTranslation: Apply<"randomTranslation"> = (layer, [x], _, context) => ({
  value: moved(x!, layer, context, (stream, height, width) =>
    translation(within(stream, layer.heightFactor) * height, within(stream, layer.widthFactor) * width),
  ),
});

/** Turns by a share of 2π. */
export const randomRotation: Apply<"randomRotation"> = (layer, [x], _, context) => ({
  value: moved(x!, layer, context, (stream, height, width) =>
    rotation(2 * Math.PI * within(stream, layer.factor), height, width),
  ),
});

/** Shows from farther away (above 0) or from nearer. */
export const randomZoom: Apply<"randomZoom"> = (layer, [x], _, context) => {
  const { widthFactor } = asWritten(layer);
  const draw = (stream: RandomStream, height: number, width: number) => {
    const rows = 1 + within(stream, layer.heightFactor);
    const columns = widthFactor ? 1 + within(stream, widthFactor) : rows;
    return zoom(rows, columns, height, width);
  };
  return { value: moved(x!, layer, context, draw) };
};
