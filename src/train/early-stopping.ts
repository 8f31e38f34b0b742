import { EspalierError } from "../errors";
import type { Phase } from "../graph/ir";
import { lookOf, parseName } from "../metrics";

/** What early stopping knows so far: plain JSON, for checkpoints. */
export interface StoppingState {
  best: number | undefined;
  bestEpoch: number;
  /** Epochs since the best one. */
  waited: number;
}

export const initialStopping = (): StoppingState => ({ best: undefined, bestEpoch: 0, waited: 0 });

/**
 * Takes in the metrics of one epoch.
 *
 * @returns `best` where this epoch is the best so far, `stop` where patience is used up
 * @param mayLack whether an epoch may pass without the metric (a draw gave its head no turn): such an epoch counts
 *   neither for nor against
 * @throws EspalierError where the monitored metric does not exist
 */
export function watchEpoch(
  state: StoppingState,
  { monitor, patience, minDelta }: NonNullable<Phase["earlyStopping"]>,
  epoch: number,
  metrics: Readonly<Record<string, number>>,
  mayLack = false,
): "best" | "wait" | "stop" {
  const value = metrics[monitor];
  if (value === undefined && mayLack && !parseName(monitor).validation) return "wait";
  if (value === undefined) {
    throw new EspalierError(`early stopping watches "${monitor}", which this phase does not have`, {
      hint: `choose one of ${Object.keys(metrics).join(", ")}`,
    });
  }
  if (gainOf(monitor, value, state.best) > minDelta) {
    Object.assign(state, { best: value, bestEpoch: epoch, waited: 0 });
    return "best";
  }
  state.waited += 1;
  return state.waited >= patience ? "stop" : "wait";
}

/** By how much a metric is better than its best value so far; infinitely where there is none. What is no number is no gain. */
export function gainOf(monitor: string, value: number, best: number | undefined): number {
  if (Number.isNaN(value)) return -Infinity;
  if (best === undefined) return Infinity;
  return lookOf(parseName(monitor).metric)?.better === "up" ? value - best : best - value;
}
