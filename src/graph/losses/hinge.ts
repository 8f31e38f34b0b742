import type { LossForm } from "./form";

/** One logit, that of the second class. */
export const hinge: LossForm = { target: "classes", classes: 2, logits: 1 };
