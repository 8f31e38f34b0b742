/** What a spec means: shapes, variables, FLOPs, routes, the plan of the training. No TensorFlow, no Node. */
export type { Loader } from "./build";
export type { Compiled, CompileOptions } from "./compile";
export { compileGraph } from "./compile";
export type { ParameterCount } from "./cost";
export { branchFlops, countParameters, expectedFlops, flopsThrough, totalFlops } from "./cost";
export type * from "./ir";
export { deciderLabel, deciderSource } from "./deciders";
export { asLayer, lookOf } from "./nodes";
export type { Look } from "./nodes/kind";
export { projectionOf } from "./nodes/head";
export { activationBytes, parameterBytes } from "./memory";
export { authorSpec, normaliseGraph } from "./normalise";
export { matchPaths } from "./plan/patterns";
export type { Dependencies } from "./reach";
export { dependencies, reached } from "./reach";
export type { SummaryRow, SummaryTotals } from "./summary";
export { formatSummary, summarise, summaryTotals } from "./summary";
export type { BranchPlace } from "./walk";
export { branchesAround, branchesWithin, isRouting, nodesWithin, routesOf } from "./walk";
// For those who report problems of their own in the same form and words.
export type { Message } from "./message";
export { ProblemReport } from "./report";
export { list, quote, suggestion } from "../text/wording";
