/** Losses of heads, exact under missing labels. */
export { headLoss } from "./head-loss";
