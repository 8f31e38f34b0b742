/** Losses of heads, exact under missing labels. */
export type { LossKind, SampleLosses } from "./loss";
export { maskedLoss } from "./masked-loss";
export { allLosses } from "./sample-losses";
