import { expect, it } from "vitest";
import { scaleWeights } from "../../src/graph/inputs";

it.each([
  [[8, 8, 3], [3]],
  [[10], [10]],
  [[], []],
])(
  "of [%j]: one shift and one divisor for each position of the last axis, which leave values as they are",
  (shape, own) => {
    expect(scaleWeights(shape)).toEqual([
      { name: "shift", shape: own, initializer: "zeros", trainable: false },
      { name: "divisor", shape: own, initializer: "ones", trainable: false },
      { name: "count", shape: [], initializer: "zeros", trainable: false },
    ]);
  },
);
