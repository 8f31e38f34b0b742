import type { OptimizerKind } from "./kind";

/** The sum of the gradient's squares, without where it begins. */
export const adagrad: OptimizerKind<["sum"]> = { slots: ["sum"] };
