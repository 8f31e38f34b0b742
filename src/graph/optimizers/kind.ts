/**
 * An optimiser without its tensors: what it remembers of each variable. Memory is reckoned from it, checkpoints are read
 * by it, and the rule in `src/optimizers` must take and give as many tensors.
 */
export interface OptimizerKind<Slots extends readonly string[]> {
  /** Names of the tensors to remember for a variable, each of its shape and at first 0. */
  readonly slots: Slots;
}
