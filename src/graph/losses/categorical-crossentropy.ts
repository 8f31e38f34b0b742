import type { LossForm } from "./form";

export const categoricalCrossentropy: LossForm = { target: "classes", logits: "each class" };
