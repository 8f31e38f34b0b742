/** Losses of heads, exact under missing labels. */
export { correctCount } from "./correct-count";
export { headLoss } from "./head-loss";
