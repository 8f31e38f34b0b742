import { sizeOf } from "../../shape";
import { isMessage } from "../message";
import { passesMaskBeside, withoutAxis } from "./axes";
import type { Kind } from "./kind";
import { requireFloat } from "./kind";

/**
 * `[…, n, …]` -> `[…, …]`; with `learn` the weight threshold `[]`.
 * FLOPs for each value: comparing, masking and two sums, 4; with `learn` its weight, 7, and a multiply-add, 2. One for each
 * result.
 */
export const thresholdedAverage: Kind<"thresholdedAverage"> = {
  arity: "one",
  mask: ({ axis }, { shape }) => passesMaskBeside(axis, shape),
  infer(layer, input) {
    const type = "thresholdedAverage";
    const shape = requireFloat(type, input) ?? withoutAxis(type, layer.axis, input.shape);
    if (isMessage(shape)) return shape;
    return {
      shape,
      dtype: "float32",
      weights: layer.learn
        ? [{ name: "threshold", shape: [], initializer: layer.threshold, trainable: true }]
        : [],
      flops: (layer.learn ? 9 : 4) * sizeOf(input.shape) + sizeOf(shape),
    };
  },
};
