// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { MetricName } from "../spec/language";
import type { Metric } from "./metric";
import { accuracy } from "./accuracy";
import { brierScore } from "./brier-score";
import { expectedCalibrationError } from "./expected-calibration-error";
import { f1 } from "./f1";
import { logLoss } from "./log-loss";
import { meanAbsoluteError } from "./mean-absolute-error";
import { topKAccuracy } from "./top-k-accuracy";

/** Every metric of heads. */
export const metrics: { readonly [T in MetricName]: Metric<T> } = {
  accuracy,
  brierScore,
  expectedCalibrationError,
  f1,
  logLoss,
  meanAbsoluteError,
  topKAccuracy,
};
