import { EspalierError } from "../errors";
import type { Phase } from "../graph/ir";
import { parseName } from "../metrics";
import { gainOf } from "./early-stopping";

/** What is known of a plateau so far: plain JSON, for checkpoints. */
export interface PlateauState {
  best?: number;
  /** Epochs since the best one, or since rates were lowered last. */
  waited: number;
  /** Epochs to come that are not counted. */
  cooldown: number;
  /** What all learning rates are multiplied by. */
  factor: number;
}

export const initialPlateau = (): PlateauState => ({ waited: 0, cooldown: 0, factor: 1 });

type Rule = NonNullable<Phase["reduceOnPlateau"]>;

/**
 * Takes in the metrics of one epoch, as Keras' ReduceLROnPlateau does (keras/src/callbacks/reduce_lr_on_plateau.py).
 *
 * @param mayLack whether an epoch may pass without the metric: such an epoch counts neither for nor against
 * @throws EspalierError where the monitored metric does not exist
 */
export function watchPlateau(
  state: PlateauState,
  { monitor, factor, patience, minDelta, cooldown }: Rule,
  metrics: Readonly<Record<string, number>>,
  mayLack = false,
): void {
  const value = metrics[monitor];
  if (value === undefined && mayLack && !parseName(monitor).validation) return;
  if (value === undefined) {
    throw new EspalierError(`reduceOnPlateau watches "${monitor}", which this phase does not have`, {
      hint: `choose one of ${Object.keys(metrics).join(", ")}`,
    });
  }
  if (state.cooldown > 0) {
    state.cooldown -= 1;
    state.waited = 0;
  }
  if (gainOf(monitor, value, state.best) > minDelta) {
    Object.assign(state, { best: value, waited: 0 });
  } else if (state.cooldown === 0) {
    state.waited += 1;
    if (state.waited < patience) return;
    Object.assign(state, { waited: 0, cooldown, factor: state.factor * factor });
  }
}

/** A learning rate as a plateau leaves it: lowered, but not below `minRate`. */
export function loweredRate(rate: number, factor: number, minRate: number): number {
  return Math.max(rate * factor, Math.min(rate, minRate));
}
