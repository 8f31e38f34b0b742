import { EspalierError } from "../errors";
import type { Dataset } from "./dataset";

/**
 * The labels of a target of classes, one for each sample, -1 for none.
 *
 * @param advice what to do where there are none, and of what
 * @throws EspalierError where the data has no labels for the target, or values in place of class numbers
 */
export function classLabels(
  { labels }: Pick<Dataset, "labels">,
  target: string,
  advice: { readonly hint: string; readonly where?: string },
): Int32Array {
  const found = Object.hasOwn(labels, target) ? labels[target] : undefined;
  if (found instanceof Int32Array) return found;
  throw new EspalierError(`the data has no class numbers for "${target}"`, advice);
}
