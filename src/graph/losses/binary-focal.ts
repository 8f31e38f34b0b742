import type { LossForm } from "./form";

/** One logit, that of the second class. */
export const binaryFocal: LossForm = { target: "classes", classes: 2, logits: 1 };
