import type { OptimizerKind } from "./kind";

/** Running means of the gradient and of its square. */
export const adam: OptimizerKind<["momentum", "velocity"]> = { slots: ["momentum", "velocity"] };
