import { adamWithDecay } from "./adam";
import type { Optimizer } from "./rule";

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), as in Keras (keras/src/optimizers/adamw.py): first
 * value <- value - rate · weightDecay · value, then Adam's step. A variable without a gradient does not decay.
 */
export const adamW: Optimizer<"adamW", "rate" | "decay"> = adamWithDecay;
