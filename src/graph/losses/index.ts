/** What each loss asks of its head, and which losses a target may have. */
import type { Loss } from "../../spec/language";
import { lossForms } from "./table.generated";

export type { LossForm } from "./form";
export { lossForms };

/** The loss of a head that names none. */
export const defaultLoss = {
  classes: "categoricalCrossentropy",
  values: "meanSquaredError",
} as const satisfies Record<"classes" | "values", Loss>;

/** The losses over so many classes, or over values: the default one first. */
export function lossesFor(target: "classes" | "values", classes?: number): string[] {
  const fitting = Object.entries(lossForms).flatMap(([name, form]) => {
    if (form.target !== target) return [];
    return form.target === "values" || form.classes === undefined || form.classes === classes ? name : [];
  });
  return [...new Set<string>([defaultLoss[target], ...fitting])];
}
