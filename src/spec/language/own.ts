/*
 * Kinds of one's own in the language. What is known here is that their names have a colon; what each may say besides, its
 * definition knows (`src/spec/own-forms.ts`).
 */

/**
 * A layer of one's own, such as `mine:spline`: see `defineLayer`.
 * @pattern ^[A-Za-z][A-Za-z0-9_-]*:[A-Za-z][A-Za-z0-9_-]*$
 */
export type OwnLayerName = `${string}:${string}`;

/** A layer of one's own, with the options of its definition. */
export interface OwnLayer {
  type: OwnLayerName;
  /** The layer's name in paths; without it the type, numbered where it repeats. */
  name?: string;
  [option: string]: unknown;
}

/**
 * A loss of one's own, such as `mine:quantile`: see `defineLoss`.
 * @pattern ^[A-Za-z][A-Za-z0-9_-]*:[A-Za-z][A-Za-z0-9_-]*$
 */
export type OwnLossName = `${string}:${string}`;

/** A loss of one's own, with the options of its definition. Its bare name is the short form. */
export interface OwnLoss {
  type: OwnLossName;
  [option: string]: unknown;
}

/**
 * A metric of one's own, such as `mine:recall`: see `defineMetric`.
 * @pattern ^[A-Za-z][A-Za-z0-9_-]*:[A-Za-z][A-Za-z0-9_-]*$
 */
export type OwnMetricName = `${string}:${string}`;

/** A metric of one's own, with the options of its definition. */
export interface OwnMetric {
  type: OwnMetricName;
  [option: string]: unknown;
}

/**
 * A weighting of one's own, such as `mine:harmonic`: see `defineWeighting`.
 * @pattern ^[A-Za-z][A-Za-z0-9_-]*:[A-Za-z][A-Za-z0-9_-]*$
 */
export type OwnWeightingName = `${string}:${string}`;

/** A weighting of one's own, with the options of its definition. Its bare name is the short form. */
export interface OwnWeighting {
  type: OwnWeightingName;
  [option: string]: unknown;
}

/**
 * A schedule of turns of one's own, such as `mine:backwards`: see `defineTurns`.
 * @pattern ^[A-Za-z][A-Za-z0-9_-]*:[A-Za-z][A-Za-z0-9_-]*$
 */
export type OwnTurnsName = `${string}:${string}`;

/** A schedule of turns of one's own, with the options of its definition. Its bare name is the short form. */
export interface OwnTurns {
  type: OwnTurnsName;
  [option: string]: unknown;
}

/**
 * An optimiser of one's own, such as `mine:signed`: see `defineOptimizer`.
 * @pattern ^[A-Za-z][A-Za-z0-9_-]*:[A-Za-z][A-Za-z0-9_-]*$
 */
export type OwnOptimizerName = `${string}:${string}`;
