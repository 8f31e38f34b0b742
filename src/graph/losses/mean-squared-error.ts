import type { LossForm } from "./form";

export const meanSquaredError: LossForm = { target: "values" };
