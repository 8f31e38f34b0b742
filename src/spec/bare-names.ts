/** What a bare text in a stack may name besides a layer. */
export interface BareNames {
  /** `undefined` where there are no modules: in the blocks of an experiment. */
  readonly modules: readonly string[] | undefined;
}
