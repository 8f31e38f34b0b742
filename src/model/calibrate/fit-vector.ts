import { logSumExp, type LabelledLogits } from "./labelled-logits";
import { solve } from "./solve";

/** Per sample, for each number's distance from where it begins: a class without a sample keeps a finite shift. */
const RIDGE = 1e-6;
/** Up to so many classes the curvature is taken in full, beyond them on its diagonal. */
const FULL = 48;

/** A scale and a shift for each logit. */
export interface VectorScale {
  readonly scale: readonly number[];
  readonly shift: readonly number[];
}

/**
 * The scale w and the shift b with the least mean log loss of softmax(w · z + b), class by class (vector scaling, Guo et al.
 * 2017, section 4.2), and a small ridge: convex, by Newton's method with halved steps.
 *
 * @param fixed classes from the first on that keep their logit: one for a head of one logit
 */
export function fitVector({ logits, classes, labels }: LabelledLogits, fixed = 0): VectorScale {
  const free = classes - fixed;
  const size = 2 * free;
  const start = Array.from({ length: size }, (_, i) => Number(i < free));

  /** Scores of a row: the logits as they come out. */
  const scores = (at: readonly number[], row: number): number[] =>
    Array.from({ length: classes }, (_, i) => {
      const logit = logits[row * classes + i]!;
      return i < fixed ? logit : at[i - fixed]! * logit + at[free + i - fixed]!;
    });

  const lossAt = (at: readonly number[]): number => {
    let sum = 0;
    labels.forEach((label, row) => {
      const own = scores(at, row);
      sum += logSumExp(own) - own[label]!;
    });
    const ridge = at.reduce((all, value, i) => all + (value - start[i]!) ** 2, 0);
    return sum / labels.length + (RIDGE / 2) * ridge;
  };

  function slopesAt(at: readonly number[]): { slope: number[]; curvature: number[][] } {
    const slope = at.map((value, i) => RIDGE * (value - start[i]!));
    const curvature = at.map((_, i) => at.map((_, j) => (i === j ? RIDGE : 0)));
    labels.forEach((label, row) => {
      const own = scores(at, row);
      const total = logSumExp(own);
      const p = own.map((value) => Math.exp(value - total) / labels.length);
      for (let i = 0; i < free; i++) {
        const class_ = i + fixed;
        const z = logits[row * classes + class_]!;
        const error = p[class_]! - Number(class_ === label) / labels.length;
        slope[i]! += error * z;
        slope[free + i]! += error;
        for (let j = free <= FULL ? 0 : i; j < (free <= FULL ? free : i + 1); j++) {
          const other = logits[row * classes + j + fixed]!;
          const both = Number(i === j) * p[class_]! - p[class_]! * p[j + fixed]! * labels.length;
          curvature[i]![j]! += both * z * other;
          curvature[i]![free + j]! += both * z;
          curvature[free + i]![j]! += both * other;
          curvature[free + i]![free + j]! += both;
        }
      }
    });
    return { slope, curvature };
  }

  let at: readonly number[] = start;
  let loss = lossAt(at);
  for (let round = 0; round < 200; round++) {
    const { slope, curvature } = slopesAt(at);
    if (Math.max(...slope.map(Math.abs)) < 1e-11) break;
    const direction = free <= FULL ? solve(curvature, slope) : solvePairs(curvature, slope);
    let step = 1;
    let next: number[] = [];
    let found = Infinity;
    for (; step > 1e-10; step /= 2) {
      next = at.map((value, i) => value - step * direction[i]!);
      found = lossAt(next);
      if (found < loss) break;
    }
    if (!(found < loss)) break;
    at = next;
    loss = found;
  }
  return { scale: at.slice(0, free), shift: at.slice(free) };
}

/** The same class by class: what ties a class's scale and shift to those of the others is left out. */
function solvePairs(curvature: readonly (readonly number[])[], slope: readonly number[]): number[] {
  const free = slope.length / 2;
  const pairs = Array.from({ length: free }, (_, i) =>
    solve(
      [
        [curvature[i]![i]!, curvature[i]![free + i]!],
        [curvature[free + i]![i]!, curvature[free + i]![free + i]!],
      ],
      [slope[i]!, slope[free + i]!],
    ),
  );
  return [...pairs.map(([scale]) => scale!), ...pairs.map(([, shift]) => shift!)];
}
