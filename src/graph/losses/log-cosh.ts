import type { LossForm } from "./form";

export const logCosh: LossForm = { target: "values" };
