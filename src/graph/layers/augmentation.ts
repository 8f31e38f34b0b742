/* Random changes while training. FLOPs: none, for at inference they pass everything. */
import { asWritten } from "./as-written";
import { passesMask } from "../mask";
import type { Message } from "../message";
import { isMessage } from "../message";
import * as messages from "../messages";
import type { Kind, Outcome, Value } from "./kind";
import { requireFloat, requireImage } from "./kind";

type Range = readonly [number, number];

/** The shape stays. Ranges of random numbers have to lie within their limits. */
function image(
  layer: { readonly type: string },
  input: Value,
  ranges: Readonly<Record<string, Range | undefined>> = {},
  [lowest, highest]: Range = [-1, 1],
): Outcome | Message {
  const taken = requireImage(layer.type, input);
  if (isMessage(taken)) return taken;
  for (const [option, range] of Object.entries(ranges)) {
    if (!range) continue;
    const [least, most] = range;
    if (!(lowest <= least && least <= most && most <= highest))
      return messages.badRange(option, range, lowest, highest);
  }
  return { shape: input.shape, dtype: "float32", weights: [], flops: 0 };
}

/** What a value may be afterwards: any two numbers in their order. */
const anything: Range = [-Infinity, Infinity];

export const randomFlip: Kind<"randomFlip"> = { arity: "one", infer: (layer, input) => image(layer, input) };

export const randomTranslation: Kind<"randomTranslation"> = {
  arity: "one",
  infer: (layer, input) =>
    image(layer, input, { heightFactor: layer.heightFactor, widthFactor: layer.widthFactor }),
};

export const randomRotation: Kind<"randomRotation"> = {
  arity: "one",
  infer: (layer, input) => image(layer, input, { factor: layer.factor }),
};

/** At -1 nothing of an image would be left to be seen. */
export const randomZoom: Kind<"randomZoom"> = {
  arity: "one",
  infer(layer, input) {
    const { heightFactor } = layer;
    const { widthFactor } = asWritten(layer);
    return image(layer, input, { heightFactor, widthFactor }, [-0.99, 10]);
  },
};

export const randomContrast: Kind<"randomContrast"> = {
  arity: "one",
  infer(layer, input) {
    const { factor } = layer;
    const { valueRange } = asWritten(layer);
    const refused = image(layer, input, { valueRange }, anything);
    return isMessage(refused) ? refused : image(layer, input, { factor }, [-1, 10]);
  },
};

export const randomBrightness: Kind<"randomBrightness"> = {
  arity: "one",
  infer(layer, input) {
    const { factor, valueRange } = layer;
    const refused = image(layer, input, { valueRange }, anything);
    return isMessage(refused) ? refused : image(layer, input, { factor });
  },
};

/** Of any shape. */
export const gaussianNoise: Kind<"gaussianNoise"> = {
  arity: "one",
  mask: passesMask,
  infer: (layer, input) =>
    requireFloat(layer.type, input) ?? { shape: input.shape, dtype: "float32", weights: [], flops: 0 },
};

export const spatialDropout2d: Kind<"spatialDropout2d"> = {
  arity: "one",
  infer: (layer, input) => image(layer, input),
};
