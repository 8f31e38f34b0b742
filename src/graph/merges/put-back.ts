import type { MergeKind } from "./kind";
import { sameValue } from "./same";

export const putBack: MergeKind = {
  needs: undefined,
  several: false,
  teaches: "never",
  answers: "may",
  value: sameValue,
};
