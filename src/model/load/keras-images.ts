/* Layers of Keras over images without weights: borders, and what changes them at random while training. */
import { EspalierError } from "../../errors";
import type {
  Border2d,
  FillMode,
  Interpolation,
  LayerSpec,
  RandomFlipLayer,
  RandomRange,
  Size2d,
} from "../../spec/language";
import { briefly, only, type Conversion, type KerasConfig } from "./keras-config";

const images = (convert: (config: KerasConfig) => LayerSpec): Conversion => ({
  convert: (config) => {
    only(config, "data_format", ["channels_last", "channelsLast"]);
    return convert(config);
  },
  weights: () => [],
});

/** A number stands for itself and its opposite in both. */
const range = (config: KerasConfig, key: string): RandomRange => config[key] as RandomRange;

const isThere = (config: KerasConfig, key: string): boolean =>
  config[key] !== null && config[key] !== undefined;

const filling = (config: KerasConfig) => ({
  fillMode: (config["fill_mode"] ?? "reflect") as FillMode,
  fillValue: (config["fill_value"] ?? 0) as number,
  interpolation: (config["interpolation"] ?? "bilinear") as Interpolation,
});

const FLIPS: Readonly<Record<string, NonNullable<RandomFlipLayer["mode"]>>> = {
  horizontal: "horizontal",
  vertical: "vertical",
  horizontal_and_vertical: "horizontalAndVertical",
};

function flip(config: KerasConfig): NonNullable<RandomFlipLayer["mode"]> {
  const mode = config["mode"] ?? "horizontal_and_vertical";
  const known = typeof mode === "string" && Object.hasOwn(FLIPS, mode) ? FLIPS[mode] : undefined;
  if (!known) throw new EspalierError(`mode = ${briefly(mode)} is not one that Espalier has`);
  return known;
}

/** Keras writes how much less and how much more contrast there may be, both from 0 on. */
function contrast(factor: unknown): RandomRange {
  if (!Array.isArray(factor)) return factor as number;
  const [less, more] = factor as [number, number];
  return [0 - less, more];
}

/** By Keras' class name. */
export const IMAGES: Readonly<Record<string, Conversion>> = {
  ZeroPadding2D: images((config) => ({
    type: "zeroPadding2d",
    padding: (config["padding"] ?? 1) as Border2d,
  })),
  Cropping2D: images((config) => ({ type: "cropping2d", cropping: (config["cropping"] ?? 0) as Border2d })),
  UpSampling2D: images((config) => {
    only(config, "interpolation", ["nearest"]);
    return { type: "upSampling2d", size: (config["size"] ?? 2) as Size2d };
  }),
  SpatialDropout2D: images((config) => ({ type: "spatialDropout2d", rate: config["rate"] as number })),
  RandomFlip: images((config) => ({ type: "randomFlip", mode: flip(config) })),
  RandomTranslation: images((config) => ({
    type: "randomTranslation",
    heightFactor: range(config, "height_factor"),
    widthFactor: range(config, "width_factor"),
    ...filling(config),
  })),
  RandomRotation: images((config) => ({
    type: "randomRotation",
    factor: range(config, "factor"),
    ...filling(config),
  })),
  RandomZoom: images((config) => ({
    type: "randomZoom",
    heightFactor: range(config, "height_factor"),
    ...(isThere(config, "width_factor") && { widthFactor: range(config, "width_factor") }),
    ...filling(config),
  })),
  RandomContrast: images((config) => ({
    type: "randomContrast",
    factor: contrast(config["factor"]),
    ...(isThere(config, "value_range") && { valueRange: config["value_range"] as [number, number] }),
  })),
  RandomBrightness: images((config) => ({
    type: "randomBrightness",
    factor: range(config, "factor"),
    valueRange: (config["value_range"] ?? [0, 255]) as [number, number],
  })),
};
