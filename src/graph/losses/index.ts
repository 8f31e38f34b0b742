/** What each loss asks of its head, and which losses a target may have. */
import type { Loss } from "../../spec/language";
import { OpenTable } from "../../open-table";
import type { LossForm } from "./form";
import { lossForms } from "./table.generated";

export { lossForms };
export type { LossForm } from "./form";

/** What each loss asks of its head: the built-in ones, and those of one's own. */
export const allLossForms = new OpenTable<Loss, LossForm>("loss", lossForms);

/** The loss of a head that names none. */
export const defaultLoss = {
  classes: "categoricalCrossentropy",
  values: "meanSquaredError",
} as const satisfies Record<"classes" | "values", Loss>;

/** The losses over so many classes, or over values: the default one first. */
export function lossesFor(target: "classes" | "values", classes?: number): string[] {
  const fitting = allLossForms.entries().flatMap(([name, form]) => {
    if (form.target !== target) return [];
    return form.target === "values" || form.classes === undefined || form.classes === classes ? name : [];
  });
  return [...new Set<string>([defaultLoss[target], ...fitting])];
}
