import type { LossForm } from "./form";

/** One logit tells two classes apart: that of the second. */
export const binaryCrossentropy: LossForm = { target: "classes", classes: 2, logits: 1 };
