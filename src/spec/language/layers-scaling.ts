/* Layers that bring values to another scale, with numbers that are given. */
import type { LayerBase } from "./layer-options";

/** x · scale + offset. Integers become real numbers. */
export interface RescalingLayer extends LayerBase {
  type: "rescaling";
  /** Such as 0.00392156862745098 (1 / 255) for the pixels of an image. */
  scale: number;
  /** @default 0 */
  offset?: number;
}

/**
 * Standardises with statistics that are given: (x - mean) / sqrt(variance). To have them found from the data that train, write
 * `"scale": "standard"` at the input instead. Integers become real numbers.
 */
export interface NormalizationLayer extends LayerBase {
  type: "normalization";
  /** One number, or one for each position of the last axis. */
  mean: number | number[];
  /** At least 0 each; one number, or one for each position of the last axis. */
  variance: number | number[];
  /**
   * The way back: x · sqrt(variance) + mean.
   * @default false
   */
  invert?: boolean;
}

/** Layers that bring values to another scale. */
export type ScalingLayer = RescalingLayer | NormalizationLayer;
