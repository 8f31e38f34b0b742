/** One training loop for every approach. */
export { NumericError } from "./diagnose";
export type { EpochRecord, StepRecord } from "./history";
export type { ProgressEvent, ProgressSink } from "./progress";
export type { TrainOptions, TrainResult } from "./options";
export { train } from "./train";
