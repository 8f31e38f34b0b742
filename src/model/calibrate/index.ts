/** Probabilities that come true as often as they say, fitted on data kept apart. */
export { calibrate, type CalibrateOptions, type CalibrationRow } from "./calibrate";
export { chooseThreshold, type Threshold, type ThresholdGoal } from "./choose-threshold";
