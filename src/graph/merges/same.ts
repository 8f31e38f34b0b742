import * as messages from "../messages";
import type { BranchEnd, MergedValue, MergeFault } from "./kind";

/** All branches end in one shape and one type, which the route has too. */
export function sameValue(ends: readonly BranchEnd[]): MergedValue | MergeFault {
  const [first] = ends as [BranchEnd];
  const { shape, dtype } = first;
  const branch = ends.findIndex((end) => String(end.shape) !== String(shape) || end.dtype !== dtype);
  if (branch < 0) return { shape, dtype };
  return { branch, message: messages.branchesDiffer(first, ends[branch]!) };
}

/** The same for values that are computed with. */
export function sameNumbers(ends: readonly BranchEnd[]): MergedValue | MergeFault {
  const value = sameValue(ends);
  if ("branch" in value || value.dtype === "float32") return value;
  return { branch: 0, message: messages.integersMerged(ends[0]!.key) };
}
