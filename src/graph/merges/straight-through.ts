import type { MergeKind } from "./kind";
import { sameNumbers } from "./same";

export const straightThrough: MergeKind = {
  needs: "probabilities",
  several: true,
  teaches: "always",
  estimates: true,
  answers: "may",
  value: sameNumbers,
};
