// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { MetricName } from "../spec/language";
import type { Metric } from "./metric";
import { accuracy } from "./accuracy";
import { exactMatch } from "./exact-match";
import { f1 } from "./f1";
import { hammingLoss } from "./hamming-loss";
import { labelAccuracy } from "./label-accuracy";
import { macroF1 } from "./macro-f1";
import { meanAbsoluteError } from "./mean-absolute-error";
import { microF1 } from "./micro-f1";
import { topKAccuracy } from "./top-k-accuracy";

/** Every metric of heads. */
export const metrics: { readonly [T in MetricName]: Metric<T> } = {
  accuracy,
  exactMatch,
  f1,
  hammingLoss,
  labelAccuracy,
  macroF1,
  meanAbsoluteError,
  microF1,
  topKAccuracy,
};
