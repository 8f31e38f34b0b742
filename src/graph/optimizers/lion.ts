import type { OptimizerKind } from "./kind";

/** A running mean of the gradient. */
export const lion: OptimizerKind<["momentum"]> = { slots: ["momentum"] };
