/* The statistics of an input that is brought to a common scale: variables of the network that no training step moves. */
import type { Shape } from "./ir";
import type { Weight } from "./layers/kind";

/**
 * `(value - shift) / divisor`, for each position of the last axis (one for all of a single number).
 *
 * `count` is the number of samples that the statistics come from: 0 until a training has found them, and the values go
 * in as they are till then.
 */
export function scaleWeights(shape: Shape): readonly [shift: Weight, divisor: Weight, count: Weight] {
  const own = shape.slice(-1);
  return [
    { name: "shift", shape: own, initializer: "zeros", trainable: false },
    { name: "divisor", shape: own, initializer: "ones", trainable: false },
    { name: "count", shape: [], initializer: "zeros", trainable: false },
  ];
}
