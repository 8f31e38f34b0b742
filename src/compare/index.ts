/** Experiment -> derived graphs -> runs -> report. */
export { compare, type CompareOptions, type RunEvent } from "./compare";
export { formatDocument } from "../text/json";
export type { NormalApproach, NormalExperiment, NormalTask } from "./normal";
export type { ComparisonPlan, PlannedPhase, PlannedRun } from "./experiment/plan";
export {
  prepareExperiment,
  type ExperimentSource,
  type PreparedExperiment,
  type PrepareOptions,
} from "./experiment/prepare";
export { readExperiment, type OpenExperiment } from "./experiment/read";
export { evaluateHierarchy, type HierarchyLevel, type HierarchyReport } from "./hierarchy/evaluate-hierarchy";
export { evaluateExits, type ExitRecord, type ExitReport } from "./hierarchy/evaluate-exits";
export type { RouteLevel } from "./hierarchy/route-levels";
export type {
  ApproachRecord,
  FailureRecord,
  PairRecord,
  Report,
  ReportNotice,
  RouteRecord,
  RunRecord,
  Spread,
} from "./report/report";
export { readReport, saveReport } from "./report/report-file";
export { formatReportNotice } from "./report/notices";

export type { SampleShape } from "./approaches";
export { verdict } from "./report/verdict";
export { understandExperiment, type UnderstoodExperiment } from "./experiment/understand";
