import type { LabelledLogits } from "./labelled-logits";
import { logSumExp } from "./labelled-logits";

/** Temperatures are looked for between these: where every answer is right the best one would be 0. */
const LEAST = 0.01;
const MOST = 100;

/**
 * The temperature T > 0 with the least log loss of softmax(z / T) (Guo et al. 2017, section 4.2). In b = 1 / T the loss is convex:
 * Newton's method on its derivative, Σ E_p[z] - z_label, with halving where a step leaves the interval that holds the root.
 */
export function fitTemperature({ logits, classes, labels }: LabelledLogits): number {
  const slopes = (b: number): { slope: number; curvature: number } => {
    let [slope, curvature] = [0, 0];
    labels.forEach((label, row) => {
      const start = row * classes;
      const scaled = Array.from({ length: classes }, (_, i) => b * logits[start + i]!);
      const total = logSumExp(scaled);
      let [mean, square] = [0, 0];
      scaled.forEach((value, i) => {
        const probability = Math.exp(value - total);
        const logit = logits[start + i]!;
        mean += probability * logit;
        square += probability * logit * logit;
      });
      slope += mean - logits[start + label]!;
      curvature += square - mean * mean;
    });
    return { slope, curvature };
  };
  let [low, high] = [1 / MOST, 1 / LEAST];
  if (slopes(low).slope >= 0) return MOST;
  if (slopes(high).slope <= 0) return LEAST;
  let b = 1;
  for (let i = 0; i < 100; i++) {
    const { slope, curvature } = slopes(b);
    if (slope === 0) break;
    if (slope > 0) high = b;
    else low = b;
    const newton = b - slope / curvature;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - b) <= 1e-13 * b) break;
    b = next;
  }
  return 1 / b;
}
