/**
 * From a graph to tensors: *plan* who goes where (on the host), *lower* the network to a flat list of instructions with named
 * inputs, *run* it.
 */
export type { Batch, BatchInput, SampleFacts } from "./batch";
export { indexGraph, type IndexedBranch, type GraphIndex } from "./graph-index";
export { BatchPlan } from "./plan/batch-plan";
export { headLabels, type HeadLabels } from "./plan/head-labels";
export { noRows, type RowLabels } from "./plan/row-labels";
export { Program } from "./program";
export { requestOf, type Mode, type Plausible, type Request, type Wanted } from "./request";
export { run, type Penalty, type RunInputs, type RunResult } from "./run/run";
