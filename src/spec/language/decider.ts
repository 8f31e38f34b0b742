import type { NonNegative, Positive } from "./scheduled";

/** Who decides on a route. */
export type RouteBy = ByHead | ByTag | ByConfidence | ByEntropy | ByMask | ByConstant;

/** A head decides, or a gate: by what it says of each branch. */
export interface ByHead {
  /** Its name. */
  head: string;
}

/** A tag decides: the branch of the value that the sample has. */
export interface ByTag {
  /** The tag's name. */
  tag: string;
}

/**
 * How sure a head is decides (early exit): branch `sure` where the probability of its likeliest class is large enough, else
 * `unsure`. While training every branch runs for every sample, so that every head learns from each.
 */
export interface ByConfidence {
  /** The head's name. */
  sure: string;
  /** The probability from which it is sure. */
  atLeast: ProbabilityAbove0;
}

/**
 * How sure a head is decides (BranchyNet, Teerapittayanon et al. 2016): branch `sure` where the entropy of its
 * probabilities, -sum p ln p, is below this; else `unsure`. While training every branch runs for every sample.
 */
export interface ByEntropy {
  /** The head's name. */
  sure: string;
  /** In nats: 0 where one class is certain, ln K where K classes are alike. */
  entropyBelow: Positive;
}

/** An input decides (static gate): a number for each branch, in their order; 0 rules a branch out. */
export interface ByMask {
  /** The name of an input of shape [branches]. */
  mask: string;
}

/** Decided once for all samples (static gate). */
export interface ByConstant {
  /**
   * A number for each branch, in their order; 0 rules a branch out.
   * @minItems 1
   */
  constant: NonNegative[];
}

/**
 * A probability above 0.
 * @exclusiveMinimum 0
 * @maximum 1
 */
export type ProbabilityAbove0 = number;
