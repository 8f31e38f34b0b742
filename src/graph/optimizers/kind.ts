/**
 * An optimiser without its tensors: what it remembers of each variable. Memory is reckoned from it, checkpoints are read
 * by it, and the rule in `src/optimizers` must take and give as many tensors.
 */
export interface OptimizerKind<Slots extends readonly string[]> {
  /** Names of the tensors to remember for a variable, each of its shape and at first 0. */
  readonly slots: Slots;
  /** Options that need more of them where they are neither 0 nor false: they follow in this order. */
  readonly when?: Readonly<Record<string, string>>;
}
