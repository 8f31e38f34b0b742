import type { OptimizerKind } from "./kind";

/** Running means of the gradient and of its square; the largest of the latter. */
export const adam: OptimizerKind<["momentum", "velocity", ...string[]]> = {
  slots: ["momentum", "velocity"],
  when: { amsgrad: "largest" },
};
