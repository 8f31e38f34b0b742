/* What a calibration is fitted on: logits of samples with a label, in doubles on the host. */

export interface LabelledLogits {
  /** `[rows, classes]`; a head of one logit z has the two 0 and z. */
  readonly logits: Float64Array;
  readonly classes: number;
  readonly labels: Int32Array;
}

/** log Σ exp(value), the largest taken out first. */
export function logSumExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

/** Softmax of each row. */
export function probabilitiesOf(logits: Float64Array, classes: number): Float64Array {
  const probabilities = new Float64Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    const row = Array.from(logits.subarray(start, start + classes));
    const total = logSumExp(row);
    row.forEach((value, i) => (probabilities[start + i] = Math.exp(value - total)));
  }
  return probabilities;
}
