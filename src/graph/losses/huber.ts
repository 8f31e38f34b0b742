import type { LossForm } from "./form";

export const huber: LossForm = { target: "values" };
