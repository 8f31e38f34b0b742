/* The sorts of kinds that `checkNode` knows beside layers: one file says what each promises. */
import type { GraphSpec } from "../spec";
import type { ScheduledPositive } from "../spec/language";
import { scheduled } from "./curve-promises";
import { network } from "./graph-promises";
import { loss, type GivenLoss } from "./loss-promises";
import { metric, type GivenMetric } from "./metric-promises";
import { optimizer, type GivenOptimizer } from "./optimizer-promises";
import type { Sort } from "./sort";
import { turns, type GivenTurns } from "./turns-promises";
import { weighting, type GivenWeighting } from "./weighting-promises";

/** What may be checked, by its sort, as a spec writes it. */
export interface CheckedKinds {
  /** A loss of a head: `"huber"`, `{ type: "huber", delta: 2 }`. */
  readonly loss: GivenLoss;
  /** A metric of a head. */
  readonly metric: GivenMetric;
  /** A weighting of losses. */
  readonly weighting: GivenWeighting;
  /** An optimiser. */
  readonly optimizer: GivenOptimizer;
  /** A schedule of turns. */
  readonly turns: GivenTurns;
  /** A value that changes while a phase trains, such as a learning rate. */
  readonly scheduled: ScheduledPositive;
  /** A network: its gates, heads, routes, modules and all that stands in them. */
  readonly network: GraphSpec;
}

export const sorts: { readonly [S in keyof CheckedKinds]: Sort<CheckedKinds[S]> } = {
  loss,
  metric,
  weighting,
  optimizer,
  turns,
  scheduled,
  network,
};

/** One kind of one sort: `{ loss: "huber" }`. */
export type CheckedKind = {
  [S in keyof CheckedKinds]: { readonly [Key in S]: CheckedKinds[S] };
}[keyof CheckedKinds];
