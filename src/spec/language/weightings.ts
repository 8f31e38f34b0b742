import type { Share } from "./layers";
import type { OwnWeighting, OwnWeightingName } from "./own";

/** The sum of the heads' losses, each times its head's `weight`. */
export interface FixedWeighting {
  type: "fixed";
}

/** Each loss by a noise of its own that is learned (Kendall et al. 2018), times its head's `weight`. */
export interface UncertaintyWeighting {
  type: "uncertainty";
}

/**
 * Weights that bring the heads' gradients on what they share to norms that go with how slowly each of them learns (GradNorm,
 * Chen et al. 2018). Steps with one head only change no weight.
 */
export interface GradNormWeighting {
  type: "gradNorm";
  /**
   * How much more a head counts that learns more slowly than the others; 0: all norms alike.
   * @default 1.5
   * @minimum 0
   */
  alpha?: number;
  /**
   * Of the weights, by gradient descent.
   * @default 0.025
   * @exclusiveMinimum 0
   */
  learningRate?: number;
}

/** Where the gradients of two heads conflict, each loses what is against the other (PCGrad, Yu et al. 2020). */
export interface PcGradWeighting {
  type: "pcGrad";
}

/**
 * Weights by how much each head's loss fell from one epoch to the next: the slower, the more (dynamic weight average, Liu et al.
 * 2019). 1 in the first two epochs.
 */
export interface DwaWeighting {
  type: "dwa";
  /**
   * The higher, the more alike.
   * @default 2
   * @exclusiveMinimum 0
   */
  temperature?: number;
}

/**
 * The direction near the mean gradient in which the loss that falls least falls most (CAGrad, Liu et al. 2021).
 */
export interface CaGradWeighting {
  type: "caGrad";
  /**
   * How far from the mean gradient, as a share of its length; 0: the mean gradient.
   * @default 0.4
   */
  c?: Share;
}

/** The shortest vector among the convex combinations of the heads' gradients (MGDA, Désidéri 2012; Sener and Koltun 2018). */
export interface MgdaWeighting {
  type: "mgda";
}

/** The combination of the heads' gradients on which all of them have projections of one length (IMTL-G, Liu et al. 2021). */
export interface ImtlWeighting {
  type: "imtl";
}

/** The geometric mean of the losses (Chennupati et al. 2019): for losses above 0. */
export interface GlsWeighting {
  type: "gls";
}

/** Weights drawn anew at each step, the softmax of normal draws (RLW, Lin et al. 2022). */
export interface RandomLossWeighting {
  type: "randomLoss";
}

/**
 * The bargain between the heads: the direction in which the product of what each of them gains is largest, whatever the scale of their
 * losses (Nash-MTL, Navon et al. 2022).
 */
export interface NashMtlWeighting {
  type: "nashMtl";
  /**
   * A longer step on what the heads share is brought to this length.
   * @default 1
   * @exclusiveMinimum 0
   */
  maxNorm?: number;
}

/** Weights by which all losses fall at one rate, found from the losses of one step to the next (FAMO, Liu et al. 2023). */
export interface FamoWeighting {
  type: "famo";
  /**
   * Of the weights' logits, by gradient descent.
   * @default 0.025
   * @exclusiveMinimum 0
   */
  learningRate?: number;
  /**
   * How fast the logits return to 0, where all count alike.
   * @default 0.001
   * @minimum 0
   */
  decay?: number;
}

/**
 * The sum of the heads' gradients after these were made orthogonal and as long as the weakest direction among them (Aligned-MTL,
 * Senushkin et al. 2023).
 */
export interface AlignedMtlWeighting {
  type: "alignedMtl";
}

/** Of each weight the gradients of one sign, drawn by how much of the sum it has; the others are dropped (Chen et al. 2020). */
export interface GradDropWeighting {
  type: "gradDrop";
  /**
   * The share of the dropped ones that stays.
   * @default 0
   */
  leak?: Share;
}

/** mu · log sum exp(L / mu): a smooth form of the largest loss, each times its head's `weight` (STCH, Lin et al. 2024). */
export interface SmoothTchebycheffWeighting {
  type: "smoothTchebycheff";
  /**
   * The smaller, the more the worst counts alone.
   * @default 1
   * @exclusiveMinimum 0
   */
  mu?: number;
}

/**
 * How the losses of several heads become the one that is minimised, or their gradients the one that is followed. A head
 * without a label in a step is not there for that step; what only one head reaches keeps that head's gradient. Under every
 * weighting, `loss` in histories, progress and early stopping is the sum of the heads' losses, each times its `weight`.
 */
export type WeightingSpec =
  | FixedWeighting
  | UncertaintyWeighting
  | GradNormWeighting
  | PcGradWeighting
  | DwaWeighting
  | CaGradWeighting
  | MgdaWeighting
  | ImtlWeighting
  | GlsWeighting
  | RandomLossWeighting
  | NashMtlWeighting
  | FamoWeighting
  | AlignedMtlWeighting
  | GradDropWeighting
  | SmoothTchebycheffWeighting;
export type WeightingName = WeightingSpec["type"];

/** A weighting with all of its options. */
export type FilledWeighting = Required<WeightingSpec> | OwnWeighting;

/** The same by its bare name where it has no options. */
export type NormalWeighting = WeightingName | OwnWeightingName | FilledWeighting;
