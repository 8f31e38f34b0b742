/*
 * An experiment without shorthand: every default filled in, every approach with its type. Still plain JSON.
 */
import type { NormalApproachOptions } from "../spec";
import type { ApproachType, BlockItem, DataSpec, HeadOptions, TrainingOptions } from "../spec/language";

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
  readonly trunk: readonly BlockItem[];
  readonly branch: readonly BlockItem[];
  readonly gate: readonly BlockItem[];
  /** Whether the gate's block is the branches'. */
  readonly gateIsBranch: boolean;
}

/** What every approach has. */
export interface NormalApproachBase {
  readonly name: string;
  readonly pointer: string;
  /** What the experiment says, and over it what the approach says; defaults stay implied, as in a graph file. */
  readonly training: TrainingOptions;
  /** By target what its heads are told: what the experiment says, and over it, option by option, what the approach says. */
  readonly heads: Readonly<Record<string, HeadOptions>>;
}

/** An approach with its type and each option of that type. */
export type NormalApproach<T extends ApproachType = ApproachType> = {
  readonly [K in T]: NormalApproachBase & Readonly<NormalApproachOptions<K>>;
}[T];

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
