import type { Dataset } from "../../data/dataset";
import { EspalierError } from "../../errors";

/**
 * The class numbers that data has for a task's target: one for each sample, -1 for no label.
 *
 * @throws EspalierError where it has none
 */
export function classLabels({ labels }: Dataset, target: string): Int32Array {
  const numbers = labels[target];
  if (numbers instanceof Int32Array) return numbers;
  throw new EspalierError(`the data has no class numbers for "${target}"`, {
    where: "/task/target",
    hint: "name the target as the data does",
  });
}
