/** Checks of what kinds promise: gradients, and all the rest. */
export { gradcheck, type GradcheckOptions } from "./gradcheck";
export { functionOf, type FunctionOfOptions } from "./function-of";
export { GradientTable, type GradientRow } from "./gradient-table";
export type { GivenValue, Nested } from "./point";
export type { GivenFunction, GivenLayer } from "./subject";
export { checkNode, type CheckNodeOptions, type CheckedInput } from "./check-node";
export { CheckTable, type PromiseRow } from "./check-table";
export type { CheckedKind, CheckedKinds } from "./sorts";
