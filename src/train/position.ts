/* Where a run stands, apart from its tensors: in memory, and as the plain JSON of a checkpoint. */
import type { MetricState } from "../metrics";
import { checkPart } from "../spec";
import type { Count } from "../spec/language/layers";
import type { Positive } from "../spec/language/scheduled";
import type { StoppingState } from "./early-stopping";
import { noPenalty, type EpochSums, type PenaltySum } from "./epoch-metrics";
import type { EpochRecord } from "./history";
import type { PlateauState } from "./plateau";
import { restoreHistory, storeHistory, type Seconds, type StoredEpoch } from "./stored-history";

export interface RunPosition {
  /** Number of the phase; the number of phases where the run is finished. */
  phase: number;
  /** Epochs of the phase that are complete. */
  epoch: number;
  /** Steps of the next epoch that are done. */
  step: number;
  /** Steps of all phases that are done. */
  steps: number;
  sums: EpochSums;
  /** What the steps of the next epoch minimised beside the losses. */
  penalty: PenaltySum;
  history: EpochRecord[];
  stopping: StoppingState;
  /** In a phase that lowers its learning rates on a plateau. */
  plateau?: PlateauState;
  /** Seconds of training so far, in the current epoch and in all. */
  seconds: { epoch: number; total: number };
}

/** What a head has come to in the middle of an epoch. */
export interface StoredSums {
  loss: number;
  rows: Count;
  valid: Count;
  weight: number;
  metrics: { [metric: string]: MetricState };
}

/** A position as a checkpoint holds it. */
export interface StoredPosition {
  phase: Count;
  epoch: Count;
  step: Count;
  steps: Count;
  sums: { [head: string]: StoredSums };
  /** Where a step of the epoch had a penalty. */
  penalty?: { sum: number; steps: Count };
  history: StoredEpoch[];
  stopping: { best?: number; bestEpoch: Count; waited: Count };
  plateau?: { best?: number; waited: Count; cooldown: Count; factor: Positive };
  seconds: { epoch: Seconds; total: Seconds };
}

export function storePosition(position: RunPosition): StoredPosition {
  const { history, stopping, plateau, penalty, ...rest } = position;
  return {
    ...rest,
    ...(penalty.steps > 0 && { penalty }),
    history: storeHistory(history),
    stopping: withKnownBest(stopping),
    ...(plateau && { plateau: withKnownBest(plateau) }),
  };
}

/** A best loss of infinity is as good as none. */
function withKnownBest<State extends { best?: number | undefined }>({ best, ...rest }: State) {
  return { ...(best !== undefined && Number.isFinite(best) && { best }), ...rest };
}

/** @throws EspalierError where `value` is no position */
export function restorePosition(value: unknown, where: string): RunPosition {
  checkPart("StoredPosition", value, where);
  const { history, stopping, penalty = noPenalty(), ...rest } = value as StoredPosition;
  return {
    ...rest,
    penalty,
    history: restoreHistory(history),
    stopping: { ...stopping, best: stopping.best },
  };
}
