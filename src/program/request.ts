/* What a program is asked for. It does not change from batch to batch. */
import { decidingRoutes } from "../graph/deciding-routes";
import type { RoutingNode } from "../graph/ir";
import type { MovingVariables } from "../graph/plan/moving-variables";
import type { GraphIndex } from "./graph-index";

/** One thing that a run is to give. */
export type Wanted =
  /** The value of a node, for the samples that reach it. */
  | { readonly kind: "value"; readonly path: string }
  /** The loss of a head over its labelled rows, and its value; nothing where no row has a label. */
  | { readonly kind: "loss"; readonly path: string }
  /** The logits of a head as its probabilities are made of them, for the samples that reach it. */
  | { readonly kind: "calibrated"; readonly path: string }
  /** Who takes which branch at a route. */
  | { readonly kind: "rows"; readonly path: string }
  /** The balance losses of a route's gate among what is minimised; nothing where no sample comes. */
  | { readonly kind: "balance"; readonly path: string };

/** How a program runs. */
export interface Mode {
  readonly training: boolean;
  /** While training: what moves, and so which layers are frozen. Absent: all move. */
  readonly moving?: MovingVariables;
  /**
   * Who routes: the gate, or the labels of the gate's target (the gate for samples without one). A set: the labels at the
   * routes of these paths, the gates elsewhere.
   */
  readonly routing: "gate" | "labels" | ReadonlySet<string>;
  /** Run a gated branch on its samples, or on every sample and select afterwards. */
  readonly branches: "chosen" | "all";
  /** For candidates: which branches run at some of the routes, whatever these select themselves. */
  readonly plausible?: Plausible;
  /** Losses as means over labelled rows, whatever the heads say: validation's batches are none of training's. */
  readonly exactMeans?: boolean;
}

/** At some routes every branch runs to which the way is likely enough. */
export interface Plausible {
  /** The paths of these routes: their gates say how likely each branch is, and nobody reads their values. */
  readonly routes: ReadonlySet<string>;
  /** The paths of routes whose values somebody reads: each branch runs for every sample, and the route selects as ever. */
  readonly everywhere: ReadonlySet<string>;
  /** The least product of the gates' probabilities on the way to a branch. */
  readonly atLeast: number;
}

export interface Request extends Mode {
  readonly index: GraphIndex;
  /** In the order in which they are worked out. */
  readonly wanted: readonly Wanted[];
  /** The routes that may have to be decided for that, each after those that it stands in. */
  readonly routes: readonly RoutingNode[];
}

export function requestOf(index: GraphIndex, wanted: readonly Wanted[], mode: Mode): Request {
  const around = (path: string) => index.branches.get(index.around(path)!)?.route;
  const paths = wanted.map(({ path }) => path);
  const deciding = decidingRoutes(index.graph, around, paths);
  return { index, wanted, ...mode, routes: index.routes.filter((route) => deciding.has(route)) };
}
