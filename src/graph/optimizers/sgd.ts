import type { OptimizerKind } from "./kind";

export const sgd: OptimizerKind<[]> = { slots: [] };
