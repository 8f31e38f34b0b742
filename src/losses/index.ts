/** Losses of heads, exact under missing labels. */
export type { LossKind, SampleLosses } from "./loss";
export { allLosses, maskedLoss } from "./masked-loss";
