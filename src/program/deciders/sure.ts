import { logitScores, type Deciding } from "./deciding";

/** Branch 0 where the head is sure, else branch 1. Nothing where its logits are no numbers. */
export const sure: Deciding<"sure"> = {
  scores({ measure, limit }, read, width) {
    const { values, width: classes } = logitScores(read, width);
    const rows = values.length / classes;
    const scores = new Float64Array(rows * 2);
    for (let row = 0; row < rows; row++) {
      const { confidence, entropy } = certainty(values, row * classes, classes);
      const isSure = measure === "confidence" ? confidence >= limit : entropy < limit;
      scores[2 * row] = Number.isNaN(confidence) ? NaN : isSure ? 0 : -Infinity;
      scores[2 * row + 1] = isSure ? -Infinity : 0;
    }
    return { values: scores, width: 2 };
  },
};

/** The largest probability of a row of logits, and the entropy -sum p ln p in nats. */
function certainty(
  logits: ArrayLike<number>,
  at: number,
  classes: number,
): { confidence: number; entropy: number } {
  let largest = -Infinity;
  for (let i = 0; i < classes; i++) {
    const logit = logits[at + i]!;
    if (Number.isNaN(logit)) return { confidence: NaN, entropy: NaN };
    largest = Math.max(largest, logit);
  }
  let sum = 0;
  let weighted = 0;
  for (let i = 0; i < classes; i++) {
    const distance = logits[at + i]! - largest;
    const power = Math.exp(distance);
    sum += power;
    if (power > 0) weighted += power * distance;
  }
  return { confidence: 1 / sum, entropy: Math.log(sum) - weighted / sum };
}
