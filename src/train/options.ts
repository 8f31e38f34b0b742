/* What a training is asked for, and what it gives. */
import type { Dataset } from "../data/dataset";
import type { Notice } from "../notice";
import type { TrainingOptions } from "../spec/language";
import type { EpochRecord, StepRecord } from "./history";
import type { ProgressSink } from "./progress";

export interface TrainOptions {
  /** Samples for validation, in place of the spec's `validationSplit`. */
  readonly validation?: Dataset;
  /**
   * Training options otherwise than the spec has them, for this run only: `{ epochs: 3 }`. Checked as in a spec; each
   * counts for every phase. The model's graph and what is saved of it stay as they are.
   */
  readonly training?: TrainingOptions;
  /** Where shuffling and dropout come from; without it the model's seed. */
  readonly seed?: number;
  /** Stops the run after the current step, as Ctrl+C does. */
  readonly signal?: AbortSignal;
  /** Whether Ctrl+C (SIGINT) stops the run after the current step instead of ending the process. Default true. */
  readonly interruptible?: boolean;
  readonly progress?: ProgressSink;
  /** Called after each epoch. */
  readonly onEpoch?: (record: EpochRecord) => void;
  /** Called after each step, with what it moved: for a record of an alternation, or a look at single weights. */
  readonly onStep?: (record: StepRecord) => void;
  /** Called for each notice, before the first step. They stand in the result too. */
  readonly onNotice?: (notice: Notice) => void;
  /**
   * A file that keeps where the run stands: written after every epoch and when the run is interrupted. One training has
   * it at a time; a second one is refused.
   */
  readonly checkpoint?: string;
  /** Whether to go on from the checkpoint where there is one. Default true. */
  readonly resume?: boolean;
}

export interface TrainResult {
  readonly history: readonly EpochRecord[];
  /** `interrupted`: the model keeps what it had learnt by then. */
  readonly stopped: "finished" | "interrupted";
  /** Steps that were run in all, those before a resume included. */
  readonly steps: number;
  /** Wall time of training, time before a resume included. */
  readonly seconds: number;
  /** What is no error and should not be overlooked: classes without samples, statistics that cannot arrive, … */
  readonly notices: readonly Notice[];
}
