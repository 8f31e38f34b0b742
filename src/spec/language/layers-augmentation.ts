/* Layers that change samples at random while training, each sample by itself, and pass them on as they are otherwise. */
import type { LayerBase, Share } from "./layer-options";

/** From `-x` to `x` for one number, or `[least, most]`. */
export type RandomRange = number | [number, number];

/**
 * What lies outside of an image. `reflect`: the image as in a mirror at its edge (`d c b a | a b c d | d c b a`). `wrap`: the image
 * again. `nearest`: the pixel at the edge. `constant`: `fillValue`.
 */
export type FillMode = "reflect" | "wrap" | "nearest" | "constant";

/** What a pixel between pixels is: the mean of the four around it, weighted by nearness, or the nearest one. */
export type Interpolation = "bilinear" | "nearest";

/** What every layer that moves pixels may say. */
interface MovingLayer extends LayerBase {
  /** @default "reflect" */
  fillMode?: FillMode;
  /** @default 0 */
  fillValue?: number;
  /** @default "bilinear" */
  interpolation?: Interpolation;
}

/** While training, mirrors each image with probability 1/2 (left and right, up and down: each by itself). */
export interface RandomFlipLayer extends LayerBase {
  type: "randomFlip";
  /** @default "horizontalAndVertical" */
  mode?: "horizontal" | "vertical" | "horizontalAndVertical";
}

/** While training, moves each image by a random share of its height (down) and of its width (to the right). */
export interface RandomTranslationLayer extends MovingLayer {
  type: "randomTranslation";
  heightFactor: RandomRange;
  widthFactor: RandomRange;
}

/** While training, turns each image about its centre by a random share of a full turn (0.5: half a turn), anticlockwise. */
export interface RandomRotationLayer extends MovingLayer {
  type: "randomRotation";
  factor: RandomRange;
}

/** While training, shows each image from nearer (below 0) or from farther away (above 0): 0.2 shows 20 % more of each side. */
export interface RandomZoomLayer extends MovingLayer {
  type: "randomZoom";
  heightFactor: RandomRange;
  /** Without it, as the height: the proportions stay. */
  widthFactor?: RandomRange;
}

/**
 * While training, brings the values of each channel of an image nearer to their mean or farther from it: times 1 + a random
 * number of this range.
 */
export interface RandomContrastLayer extends LayerBase {
  type: "randomContrast";
  factor: RandomRange;
  /** Least and most that a value may be afterwards; without it they are not cut. */
  valueRange?: [number, number];
}

/** While training, adds a random number of this range, times the width of `valueRange`, to all values of an image. */
export interface RandomBrightnessLayer extends LayerBase {
  type: "randomBrightness";
  factor: RandomRange;
  /**
   * Least and most that a value may be: what is beyond is cut.
   * @default [0, 1]
   */
  valueRange?: [number, number];
}

/** While training, adds to each value a normal random number. */
export interface GaussianNoiseLayer extends LayerBase {
  type: "gaussianNoise";
  /**
   * Standard deviation.
   * @minimum 0
   */
  stddev: number;
}

/** While training, sets random channels of each image to 0 and scales the others by 1 / (1 - rate). */
export interface SpatialDropout2dLayer extends LayerBase {
  type: "spatialDropout2d";
  /** Share of the channels that is dropped. */
  rate: Share;
}

/** Layers that change samples at random while training. */
export type AugmentationLayer =
  | RandomFlipLayer
  | RandomTranslationLayer
  | RandomRotationLayer
  | RandomZoomLayer
  | RandomContrastLayer
  | RandomBrightnessLayer
  | GaussianNoiseLayer
  | SpatialDropout2dLayer;
