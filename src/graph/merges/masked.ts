import type { MergeKind } from "./kind";
import { sameNumbers } from "./same";

export const masked: MergeKind = {
  needs: undefined,
  several: true,
  teaches: "never",
  answers: "may",
  value: sameNumbers,
};
