/* Layers that make images larger or smaller without weights. */
import type { LayerBase, Count, Size2d } from "./layer-options";

/** Rows and columns at the border: as many on all sides, or `[[top, bottom], [left, right]]`. */
export type Border2d = Count | [[Count, Count], [Count, Count]];

/** Zeros around an image. */
export interface ZeroPadding2dLayer extends LayerBase {
  type: "zeroPadding2d";
  /** @default 1 */
  padding?: Border2d;
}

/** An image without rows and columns at its border. */
export interface Cropping2dLayer extends LayerBase {
  type: "cropping2d";
  cropping: Border2d;
}

/** Each pixel several times: an image of `size` times the height and width. */
export interface UpSampling2dLayer extends LayerBase {
  type: "upSampling2d";
  /** @default 2 */
  size?: Size2d;
}

/** Layers that make images larger or smaller. */
export type ImageBorderLayer = ZeroPadding2dLayer | Cropping2dLayer | UpSampling2dLayer;
