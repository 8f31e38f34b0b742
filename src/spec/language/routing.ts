import type { PositiveInteger } from "./layers";
import type { ProbabilityAbove0 } from "./decider";
import type { Positive } from "./scheduled";

/**
 * Which branches run for a sample. `first`: the one that is decided on. `all`: every one (that a mask does not rule out).
 */
export type Select = "first" | "all" | SelectTop | SelectAtLeast;

/** The likeliest so many branches. */
export interface SelectTop {
  top: PositiveInteger;
}

/** The likeliest branch where it is likely enough, and a way out where it is not. */
export interface SelectAtLeast {
  /** The gate's probability from which its first choice is taken. */
  atLeast: ProbabilityAbove0;
  /**
   * Else: `all` branches, the likeliest so many, or one branch by its key, which may be one that the gate does not know.
   */
  otherwise: string | SelectTop;
}

/**
 * How the values of the branches that ran for a sample become one.
 *
 * - `putBack`: the value of its one branch, in the samples' order; of heads of one target, p over all classes.
 * - `joint`: of heads of one target, sum over those branches of p(branch) · p(class | branch).
 * - `weighted`: their sum, weighted by the gate's probabilities, which are renewed over those branches.
 * - `scaled`: their sum, times the gate's own probability of each (Switch Transformer, Fedus et al. 2022): so a gate learns also
 *   from a single branch.
 * - `straightThrough`: their sum as they are, with the gradient that `scaled` has (Bengio et al. 2013).
 * - `masked`: every branch runs for every sample; of those that are not chosen the values count as zero (of heads of one
 *   target: their classes as impossible). The dense form of a hard choice, for comparison. While training a branch runs for its
 *   own samples: the others would give it gradients of 0, by which decay, momentum and statistics still move.
 * - `sum`: their sum as they are.
 * - `concatenate`: side by side along the last axis, zero for branches that did not run.
 *
 * Rows for which no branch ran are zero. A branch that the gate does not know (the way out of one that is unsure) counts as it is.
 */
export type Merge =
  "putBack" | "joint" | "weighted" | "scaled" | "straightThrough" | "masked" | "sum" | "concatenate";

/**
 * At most `ceil(factor · k · samples / branches)` samples of a training batch run through one branch, for k branches a
 * sample; first choices first, then in the order of the batch (GShard, Lepikhin et al. 2021). Only while training: what is
 * predicted of a sample does not depend on its neighbours.
 */
export interface CapacitySpec {
  factor: Positive;
  /**
   * What becomes of a choice for which there is no room. `drop`: that branch does not run for the sample. `next`: the sample's
   * next likely branch with room takes it.
   */
  overflow: "drop" | "next";
}
