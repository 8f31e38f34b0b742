/** Forms of numbers that several parts of the language share. */

/** @exclusiveMinimum 0 */
export type PositiveNumber = number;

/**
 * @exclusiveMinimum 0
 * @maximum 1
 */
export type ProbabilityAbove0 = number;
