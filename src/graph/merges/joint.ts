import type { MergeKind } from "./kind";
import { sameNumbers } from "./same";

export const joint: MergeKind = {
  needs: "probabilities",
  several: true,
  teaches: "always",
  answers: "must",
  value: sameNumbers,
};
