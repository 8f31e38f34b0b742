/* Logits as probabilities on the host. */

/** In place: each row of logits as probabilities (log-sum-exp with the largest taken out first). */
function softmaxRows(logits: Float32Array, width: number): void {
  for (let start = 0; start < logits.length; start += width) {
    let largest = -Infinity;
    for (let i = 0; i < width; i++) largest = Math.max(largest, logits[start + i]!);
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const power = Math.exp(logits[start + i]! - largest);
      logits[start + i] = power;
      sum += power;
    }
    for (let i = 0; i < width; i++) logits[start + i]! /= sum;
  }
}

/** The logits of a head as probabilities on the host: `rows * classes` numbers. */
export function hostProbabilities(logits: Float32Array, width: number): Float32Array {
  if (width > 1) {
    const probabilities = logits.slice();
    softmaxRows(probabilities, width);
    return probabilities;
  }
  const probabilities = new Float32Array(logits.length * 2);
  logits.forEach((logit, row) => {
    const second = 1 / (1 + Math.exp(-logit));
    probabilities[2 * row] = 1 - second;
    probabilities[2 * row + 1] = second;
  });
  return probabilities;
}
