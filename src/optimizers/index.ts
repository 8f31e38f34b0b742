/** Optimisers as pure functions of one variable's value, gradient, state and clock. */
export { clipped, clippedTogether } from "./clip";
export { allOptimizers, initialSlots, optimizerRule } from "./optimizer-rule";
export type { OptimizerRule, OptimizerStep } from "./rule";
