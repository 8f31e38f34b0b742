/*
 * Samples in memory: inputs, labels and tags by name, on the host. Nothing here needs TensorFlow.
 */

/** One input of every sample that has it, row by row. */
export interface InputColumn {
  /** Shape of one row. */
  readonly shape: readonly number[];
  /** `rows * product(shape)` values. */
  readonly data: Float32Array | Int32Array;
  /** Names of the columns, for messages; where the source knows them. */
  readonly columns?: readonly string[];
  /** Sample -> row, or -1 where the sample has no such input. Absent: row i is sample i. */
  readonly rows?: Int32Array;
  /**
   * Of sequences of different lengths: how many steps of each row, along the first axis, are the sample's own. What comes after them
   * means nothing. Absent: all are.
   */
  readonly lengths?: Int32Array;
}

export interface Dataset {
  /** Number of samples. */
  readonly size: number;
  readonly inputs: Readonly<Record<string, InputColumn>>;
  /**
   * By name of the target. Classes: Int32Array of class numbers, -1 for no label. Labels of which a sample may have several:
   * Float32Array of `size * labels`, 1 where it has one, 0 where it has not, -1 or NaN where that is not known. Values:
   * Float32Array of `size * product(shape)`, NaN for no label.
   */
  readonly labels: Readonly<Record<string, Int32Array | Float32Array>>;
  /**
   * By name of the target: what each sample's loss is multiplied with, at least 0. Absent: 1. A target that follows from a finer
   * one and has none of its own takes those of the finer one.
   */
  readonly sampleWeights?: Readonly<Record<string, Float32Array>>;
  /** By name of the tag: the number of each sample's value. */
  readonly tags: Readonly<Record<string, Int32Array>>;
  /** Names of the classes or labels of a target, in the order of their numbers, where the source knows them. */
  readonly classes?: Readonly<Record<string, readonly string[]>>;
  /** Names of the values of a tag, in the order of their numbers, where the source knows them. */
  readonly tagValues?: Readonly<Record<string, readonly string[]>>;
}
