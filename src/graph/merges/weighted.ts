import type { MergeKind } from "./kind";
import { sameNumbers } from "./same";

export const weighted: MergeKind = {
  needs: "numbers",
  several: true,
  teaches: "ofSeveral",
  answers: "may",
  value: sameNumbers,
};
