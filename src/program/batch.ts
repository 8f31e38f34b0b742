import type * as tf from "@tensorflow/tfjs-core";
import type { RandomStream } from "../backend/random";
import type { HeadLabels } from "./plan/head-labels";

/** An input of a batch. */
export interface BatchInput {
  /** `[rows, ...shape]` */
  readonly tensor: tf.Tensor;
  /** Position in the batch -> row of `tensor`, -1 where that sample has no such input; absent: they are the same. */
  readonly rows?: Int32Array;
  /** Row of `tensor` -> how many of its steps are the sample's own; absent: all. */
  readonly lengths?: Int32Array;
}

/** What is known of samples on the host. */
export interface SampleFacts {
  /** The head's labels, by its path; `undefined` where there are none for it. */
  labels(head: string): HeadLabels | undefined;
  /** The values of a tag, by sample. */
  tag(name: string): Int32Array;
}

/** Some samples, ready to run. */
export interface Batch {
  readonly size: number;
  /** Position in the batch -> number of the sample. */
  readonly samples: Int32Array;
  readonly data: SampleFacts;
  /** While training: epochs since the phase began, with the part of the one that goes on. */
  readonly epochs?: number;
  /** While training: where random choices on the way come from, by the path of what chooses. */
  readonly random?: (path: string) => RandomStream;
  /** By path of the head: factors of losses by class. Absent outside of training. */
  readonly classWeights?: ReadonlyMap<string, Float32Array>;
  /** Cuts an input anew: the tensor belongs to the caller's tidy. */
  input(name: string): BatchInput;
}
