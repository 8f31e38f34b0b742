// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { MetricName } from "../spec/language";
import type { Metric } from "./metric";
import { accuracy } from "./accuracy";
import { brierScore } from "./brier-score";
import { exactMatch } from "./exact-match";
import { expectedCalibrationError } from "./expected-calibration-error";
import { f1 } from "./f1";
import { hammingLoss } from "./hamming-loss";
import { labelAccuracy } from "./label-accuracy";
import { logLoss } from "./log-loss";
import { macroF1 } from "./macro-f1";
import { meanAbsoluteError } from "./mean-absolute-error";
import { microF1 } from "./micro-f1";
import { topKAccuracy } from "./top-k-accuracy";

/** Every metric of heads. */
export const metrics: { readonly [T in MetricName]: Metric<T> } = {
  accuracy,
  brierScore,
  exactMatch,
  expectedCalibrationError,
  f1,
  hammingLoss,
  labelAccuracy,
  logLoss,
  macroF1,
  meanAbsoluteError,
  microF1,
  topKAccuracy,
};
