/*
 * What a comparison found, as plain JSON: tables and figures are made from this alone.
 */
import type { Notice } from "../../notice";
import type { Count } from "../../spec/language/layers";
import type { EpochRecord } from "../../train/history";
import type { Seconds } from "../../train/stored-history";
import type { Spread } from "../statistics/spread";

export type { EpochRecord, Spread };

/**
 * A share of samples, 0 to 1.
 * @minimum 0
 * @maximum 1
 */
export type SampleShare = number;

/** A notice of a report: of one run, of one approach, or of all. */
export interface ReportNotice extends Notice {
  /** Absent where it is of several approaches, or of none. */
  readonly approach?: string;
  /** With `fold`: the one split that it is of; absent where it is of several. */
  readonly seed?: number;
  readonly fold?: number;
  /** How many equal ones there were. */
  readonly count: number;
}

/** Where the test samples of one run went. */
export interface RouteRecord {
  /** Names of the gate's classes: the branches. */
  readonly branches: readonly string[];
  /** `flow[true group][route taken]`: number of samples. */
  readonly flow: readonly (readonly Count[])[];
  /** `right[true group][route taken]`: how many of these got the correct fine class in the end. */
  readonly right: readonly (readonly Count[])[];
}

/** One training and test of one approach: one seed, one fold. */
export interface RunRecord {
  readonly approach: string;
  readonly seed: number;
  /** Counted from 1. */
  readonly fold: number;
  /**
   * Where its initial weights, shuffling and dropout came from, drawn from seed and fold (`src/compare/runs/run-seed.ts`): the
   * approach's graph, built and trained with this seed on the same samples, gives the same numbers. Absent in reports
   * from before each fold had its own.
   */
  readonly trainingSeed?: number;
  readonly samples: { readonly train: Count; readonly validation: Count; readonly test: Count };
  readonly history: readonly EpochRecord[];
  /**
   * Shares of the test samples, 0 to 1; absent where the approach has no such part. `whole`: the overall accuracy, correct fine class.
   * `oracle`: correct if the true group had chosen the branch. `gate`: correct group. `branches`: by branch, correct fine
   * class among the samples of that group, had they been routed there. `balanced`: the mean of the classes' own accuracies
   * (recalls), over the classes that test samples have. `macroF1`: the mean of the classes' F1, over the classes that test
   * samples or answers have. (Both as in scikit-learn.)
   */
  readonly accuracy: {
    readonly whole: SampleShare;
    readonly balanced?: SampleShare;
    readonly macroF1?: SampleShare;
    readonly oracle?: SampleShare;
    readonly gate?: SampleShare;
    readonly branches?: Readonly<Record<string, SampleShare>>;
  };
  /** `confusion[true class][answer]`: number of samples. */
  readonly confusion: readonly (readonly Count[])[];
  readonly routes?: RouteRecord;
  /**
   * By path of each route (early exits and routes within branches too): of the test samples that came to it, the share for which
   * each of its branches ran, in the order of the network. Several may run for a sample, so that shares may sum to more than 1.
   * Absent where there is no route; runs from before lack the route that answers.
   */
  readonly shares?: Readonly<Record<string, readonly SampleShare[]>>;
  /** What should not be overlooked in this run; absent where there is nothing. */
  readonly notices?: readonly Notice[];
  readonly seconds: {
    readonly train: Seconds;
    /** Median time to predict all of the test set once, warm. */
    readonly predict: Seconds;
  };
}

/** What one approach is and costs, apart from any run. */
export interface ApproachRecord {
  readonly name: string;
  readonly type: string;
  /**
   * An approach before this one whose weights it answers with: both are trained alike, so one training served them, and what
   * they differ in is how they answer. Absent where it has a training of its own.
   */
  readonly weightsOf?: string;
  readonly parameters: number;
  /**
   * Forward FLOPs for one sample. `expected`: the sum over the branches of the share of the test samples for which it ran, times
   * its FLOPs, beside what runs for all; `all` runs every branch.
   */
  readonly flops: { readonly expected: number; readonly all: number };
}

/** Two approaches over the same runs. */
export interface PairRecord {
  readonly first: string;
  readonly second: string;
  /** Mean of first minus second in accuracy, over the paired runs. */
  readonly difference: number;
  /**
   * Standard error with the correction for overlapping training sets (Nadeau and Bengio 2003):
   * sqrt((1/J + test/train) * variance). Absent where nothing estimates it: for a single run, and where all runs have the
   * same difference. `p` and `interval` are then absent too.
   */
  readonly standardError?: number;
  /** Two-sided p of difference / standardError in Student's t with J - 1 degrees of freedom. */
  readonly p?: number;
  /** 95 % interval of the difference, by the same t. */
  readonly interval?: readonly [number, number];
  /**
   * For a single run: the samples that only one of the two got correct, and McNemar's two-sided mid-p of them. It is about
   * these two trained networks on samples like these, not about the approaches: another seed makes other networks.
   */
  readonly mcnemar?: { readonly onlyFirst: number; readonly onlySecond: number; readonly p: number };
}

/** A run that could not be finished. The others are not touched by it. */
export interface FailureRecord {
  readonly approach: string;
  readonly seed: number;
  readonly fold: number;
  /** What was wrong, for a person. */
  readonly message: string;
}

export interface Report {
  readonly $schema?: string;
  /** Of the file, written by `saveReport`; a file without it is of version 1. */
  readonly version?: number;
  /** SHA-256 over everything else in the file, written by `saveReport`. */
  readonly sha256?: string;
  readonly name: string;
  /** ISO 8601. */
  readonly created: string;
  readonly machine: {
    readonly backend: string;
    readonly version: string;
    readonly cores: number;
    readonly node: string;
  };
  readonly task: {
    readonly target: string;
    readonly classes: readonly string[];
    readonly gate: string;
    readonly groups: Readonly<Record<string, readonly string[]>>;
    /** Labelled samples of each class, in their order. */
    readonly samples?: readonly number[];
  };
  readonly approaches: readonly ApproachRecord[];
  readonly runs: readonly RunRecord[];
  /** By approach, then by metric (`whole`, `oracle`, `gate`, `regret`, `balanced`, `macro F1`, `train seconds`, `predict seconds`, `branch/…`). */
  readonly summary: Readonly<Record<string, Readonly<Record<string, Spread>>>>;
  readonly pairs: readonly PairRecord[];
  /** What should not be overlooked: one for all equal ones. Absent where there is nothing. */
  readonly notices?: readonly ReportNotice[];
  /** Runs that failed; absent where none did. */
  readonly failures?: readonly FailureRecord[];
  /** Number of runs that were planned but not begun or not finished, because the comparison was interrupted; absent for 0. */
  readonly missing?: number;
}
