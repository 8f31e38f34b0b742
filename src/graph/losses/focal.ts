import type { LossForm } from "./form";

export const focal: LossForm = { target: "classes", logits: "each class" };
