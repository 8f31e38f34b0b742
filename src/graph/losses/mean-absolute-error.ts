import type { LossForm } from "./form";

export const meanAbsoluteError: LossForm = { target: "values" };
