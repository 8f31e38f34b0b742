import type { MergeKind } from "./kind";
import { sameNumbers } from "./same";

export const scaled: MergeKind = {
  needs: "numbers",
  several: true,
  teaches: "always",
  answers: "never",
  value: sameNumbers,
};
