import { asWritten } from "./as-written";
import { sizeOf } from "../../shape";
import type { NormalLayerOf } from "../../spec/language";
import type { Shape } from "../ir";
import * as messages from "../messages";
import type { Kind } from "./kind";

/** The shape that is written, or that of the value itself. */
function shapeOf(layer: NormalLayerOf<"constant">): Shape {
  const { value } = layer;
  const { shape } = asWritten(layer);
  return shape ?? (typeof value === "number" ? [] : [value.length]);
}

/** Any input -> the shape of the value. FLOPs: none. */
export const constant: Kind<"constant"> = {
  arity: "one",
  /** Nothing of what enters is in the value: its padding neither. */
  mask: () => ({}),
  stopsGradient: () => true,
  infer(layer) {
    const { value, dtype } = layer;
    const shape = shapeOf(layer);
    if (typeof value !== "number" && (value.length === 0 || value.length !== sizeOf(shape)))
      return messages.constantOfShape(value.length, shape);
    const broken = [value].flat().find((number) => !Number.isInteger(number));
    if (dtype === "int32" && broken !== undefined) return messages.constantIsWhole(broken);
    return { shape, dtype, weights: [], flops: 0 };
  },
};
