import type { MergeKind } from "./kind";
import { sameNumbers } from "./same";

export const weighted: MergeKind = { needs: "numbers", several: true, answers: "may", value: sameNumbers };
