/* The dense layer that a head and a gate put at their end: as many numbers as they say, without an activation. */
import type { NormalLayerOf } from "../spec/language";

/** `[in]` to `[units]`, as `dense` does it where nothing is said. */
export const linear = (units: number): NormalLayerOf<"dense"> => ({
  type: "dense",
  units,
  activation: "linear",
  useBias: true,
  kernelInitializer: "glorotUniform",
  biasInitializer: "zeros",
});
