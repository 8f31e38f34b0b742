/** Experiment -> derived graphs -> runs -> report. */
export { compare, type CompareOptions, type RunEvent } from "./compare";
export { formatDocument } from "./format-document";
export type { NormalApproach, NormalExperiment, NormalTask } from "./normal";
export type { ComparisonPlan, PlannedPhase, PlannedRun } from "./plan";
export {
  prepareExperiment,
  type ExperimentSource,
  type PreparedExperiment,
  type PrepareOptions,
} from "./prepare";
export { readExperiment, type OpenExperiment } from "./read";
export type {
  ApproachRecord,
  FailureRecord,
  PairRecord,
  Report,
  ReportNotice,
  RouteRecord,
  RunRecord,
  Spread,
} from "./report";
export { readReport, saveReport } from "./report-file";
export { formatReportNotice } from "./notices";

export { verdict } from "./verdict";
export { understandExperiment, type SampleShape, type UnderstoodExperiment } from "./understand";
