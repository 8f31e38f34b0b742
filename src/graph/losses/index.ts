/** What each loss asks of its head, and which losses a target may have. */
import type { Loss } from "../../spec/language";
import { OpenTable } from "../../open-table";
import type { Target } from "../ir";
import type { LossForm } from "./form";
import { lossForms } from "./table.generated";

export { lossForms };
export type { LossForm } from "./form";

/** What each loss asks of its head: the built-in ones, and those of one's own. */
export const allLossForms = new OpenTable<Loss, LossForm>("loss", lossForms);

/** The loss of a head that names none. */
export const defaultLoss = {
  classes: "categoricalCrossentropy",
  labels: "binaryCrossentropy",
  values: "meanSquaredError",
} as const satisfies Record<Target["kind"], Loss>;

/** Whether a loss is for heads of this kind of target; over labels a loss of one logit stands for each. */
export function isLossFor(form: LossForm, target: Target["kind"]): boolean {
  if (target !== "labels") return form.target === target;
  return form.target === "classes" && form.logits === 1 && (form.classes ?? 2) === 2;
}

/** The losses over so many classes, over labels, or over values: the default one first. */
export function lossesFor(target: Target["kind"], classes?: number): string[] {
  const fitting = allLossForms.entries().flatMap(([name, form]) => {
    if (!isLossFor(form, target)) return [];
    const takesAll = target !== "classes" || form.target === "values" || form.classes === undefined;
    return takesAll || form.classes === classes ? name : [];
  });
  return [...new Set<string>([defaultLoss[target], ...fitting])];
}
