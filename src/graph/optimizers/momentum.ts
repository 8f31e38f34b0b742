import type { OptimizerKind } from "./kind";

/** The last step, of which a part is taken again. */
export const momentum: OptimizerKind<["momentum"]> = { slots: ["momentum"] };
