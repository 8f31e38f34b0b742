import * as messages from "../messages";
import type { BranchEnd, MergeKind } from "./kind";

/** All axes but the last are the same; the last ones add up. */
export const concatenate: MergeKind = {
  needs: undefined,
  several: true,
  teaches: "never",
  answers: "never",
  value(ends) {
    const [first] = ends as [BranchEnd];
    const branch = ends.findIndex(
      ({ shape, dtype }) =>
        shape.length === 0 ||
        String(shape.slice(0, -1)) !== String(first.shape.slice(0, -1)) ||
        dtype !== first.dtype,
    );
    if (branch >= 0) return { branch, message: messages.branchesNotSideBySide(first, ends[branch]!) };
    const last = ends.reduce((sum, { shape }) => sum + shape.at(-1)!, 0);
    return { shape: [...first.shape.slice(0, -1), last], dtype: first.dtype };
  },
};
