import type { OptimizerKind } from "./kind";

/** A running mean of the gradient's square; one of the gradient; the last step. */
export const rmsprop: OptimizerKind<["velocity", ...string[]]> = {
  slots: ["velocity"],
  when: { centered: "average", momentum: "momentum" },
};
