/*
 * An experiment without shorthand: every default filled in, every approach with its type. Still plain JSON.
 */
import type { AlternateSpec, ApproachType, DataSpec, LayerSpec, TrainingOptions } from "../../spec/language";

export interface NormalTask {
  readonly input: string;
  readonly target: string;
  readonly classes: readonly string[];
  /** Name of the coarse target. */
  readonly gate: string;
  /** In the order of the gate's classes; members by name, as written. */
  readonly groups: readonly { readonly name: string; readonly members: readonly string[] }[];
}

export interface NormalBlocks {
  readonly trunk: readonly (string | LayerSpec)[];
  readonly branch: readonly (string | LayerSpec)[];
  readonly gate: readonly (string | LayerSpec)[];
  /** Whether the gate's block is the branches'. */
  readonly gateIsBranch: boolean;
}

export interface NormalApproach {
  readonly name: string;
  readonly pointer: string;
  readonly type: ApproachType;
  readonly decode: "greedy" | "joint";
  /** Only for `graph`. */
  readonly file: string | undefined;
  /** Only for `alternating`. */
  readonly alternate: Readonly<Required<Omit<AlternateSpec, "by">>> | undefined;
  /** What the experiment says, and over it what the approach says; defaults stay implied, as in a graph file. */
  readonly training: TrainingOptions;
}

export interface NormalExperiment {
  readonly name: string;
  readonly description: string;
  readonly data: DataSpec;
  readonly task: NormalTask;
  readonly blocks: NormalBlocks;
  readonly approaches: readonly NormalApproach[];
  /** As the experiment says for all of them. */
  readonly training: TrainingOptions;
  readonly repeats: {
    readonly seeds: readonly number[];
    readonly folds: number;
    readonly testShare: number;
  };
}
