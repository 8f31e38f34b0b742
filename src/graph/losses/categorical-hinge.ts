import type { LossForm } from "./form";

export const categoricalHinge: LossForm = { target: "classes", logits: "each class" };
