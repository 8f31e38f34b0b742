/**
 * Espalier grows, trains and compares branching neural networks.
 *
 * From a spec to an answer: `readGraph` or a spec of your own, `build`, `train`, `model.predict`. From an experiment to
 * a comparison: `readExperiment`, `compare`, and the figures in `plots`. In a notebook, `show` displays any of them.
 */
export { useBackend, type BackendInfo, type BackendName } from "./backend";
export { randomStream, type RandomStream } from "./backend/random";
export * from "./compare";
export * as data from "./data";
export type { Dataset } from "./data";
export { EspalierError } from "./errors";
export { LIMIT_NAMES, limit, setLimits, type LimitName, type Limits } from "./limits";
export { formatNotice, type Notice } from "./notice";
export { compileGraph, expectedFlops, formatSummary, normaliseGraph, summarise, type Graph } from "./graph";
export {
  bindData,
  build,
  calibrate,
  chooseThreshold,
  evaluateLabels,
  Model,
  openModel,
  readGraph,
  routeShares,
  saveModel,
  understandGraph,
  type CalibrateOptions,
  type CalibrationRow,
  type Candidate,
  type CandidateOptions,
  type CandidatesPrediction,
  type EvaluateLabelsOptions,
  type LabelReport,
  type LabelsPrediction,
  type OpenGraph,
  type Prediction,
  type PredictOptions,
  type Threshold,
  type ThresholdGoal,
} from "./model";
export * from "./check";
export * from "./own";
export * from "./view";
export * as plots from "./plots";
export {
  parseExperiment,
  parseGraph,
  SpecError,
  type ExperimentSpec,
  type GraphSpec,
  type Problem,
} from "./spec";
export {
  NumericError,
  train,
  type EpochRecord,
  type StepRecord,
  type TrainOptions,
  type TrainResult,
} from "./train";
