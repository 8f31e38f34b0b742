/** A network with weights: build, predict, save. */
export { bindData } from "./bind-data";
export {
  calibrate,
  chooseThreshold,
  type CalibrateOptions,
  type CalibrationRow,
  type Threshold,
  type ThresholdGoal,
} from "./calibrate";
export {
  evaluateLabels,
  type EvaluateLabelsOptions,
  type LabelRecord,
  type LabelReport,
} from "./evaluate-labels";
export { Model, type HostWeights } from "./model";
export type {
  AnswerPrediction,
  Candidate,
  CandidateOptions,
  CandidatesPrediction,
  HeadPrediction,
  LabelsPrediction,
  Prediction,
  PredictOptions,
  RoutePrediction,
} from "./prediction";
export { build, readGraph, understandGraph, type OpenGraph } from "./read";
export { routeShares } from "./route-shares";
export { openModel, saveModel } from "./saved";
