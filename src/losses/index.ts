/** Losses of heads, exact under missing labels. */
export { maskedLoss } from "./masked-loss";
