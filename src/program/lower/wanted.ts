/* What a run is to give, as demands. */
import { deciderSource } from "../../graph/deciders";
import type { RoutingNode } from "../../graph/ir";
import { gatingOf } from "../../graph/walk";
import { balanceFeed, labelsFeed, loadFeed, sizeFeed } from "../feeds";
import type { Register } from "../instruction";
import type { Request, Wanted } from "../request";
import type { Demand, Lowerer } from "./demand";
import { decidingLogits } from "./gate";
import { calibratedLogits } from "./calibrated";
import { maskDemand, maskRegister } from "./masks";
import { valueIn } from "./values";

/** Where a run leaves what was wanted. */
export interface Results {
  /** By path of the node. Not there for one that no sample reaches, and for a head without labels whose loss was wanted. */
  readonly values: ReadonlyMap<string, Register>;
  /** By path of the head. */
  readonly calibrated: ReadonlyMap<string, Register>;
  /** By path of the head. */
  readonly losses: ReadonlyMap<string, Register>;
}

/** Stands for a register where there is nothing to give. */
const NOTHING: Register = -1;

const keyOf = ({ kind, path }: Wanted): string => `${kind}\n\n${path}`;

/** One thing that is wanted. */
export function demandOf(wanted: Wanted, lowering: Lowerer): Demand {
  if (wanted.kind === "rows") return lowering.rowsOf(lowering.index.route(wanted.path));
  if (wanted.kind === "balance") return balanceOf(lowering.index.route(wanted.path), keyOf(wanted));
  const { path } = wanted;
  const scope = lowering.index.around(path);
  return {
    key: keyOf(wanted),
    needs: (lowering) => {
      const undecided = lowering.undecided(scope);
      if (undecided) return [undecided];
      if (!isThere(wanted, lowering)) return [];
      const masked = wanted.kind === "loss" ? maskedInput(lowering, path) : undefined;
      const steps = masked === undefined ? [] : maskDemand(lowering, scope, masked);
      return [wanted.kind === "calibrated" ? calibratedAt(path, lowering) : valueIn(scope, path), ...steps];
    },
    make: (lowering) => {
      if (!isThere(wanted, lowering)) return NOTHING;
      if (wanted.kind === "calibrated") return lowering.register(calibratedAt(path, lowering).key);
      const value = lowering.value(scope, path);
      if (wanted.kind === "value") return value;
      const head = lowering.index.head(path);
      const [labels, batch] = [labelsFeed(path), sizeFeed(undefined)];
      const reduction = lowering.request.exactMeans ? "validMean" : head.reduction;
      const masked = maskedInput(lowering, path);
      const steps = masked === undefined ? undefined : maskRegister(lowering, scope, masked);
      const counted = steps !== undefined && { steps };
      return lowering.write({ op: "loss", head, reduction, from: value, labels, batch, ...counted });
    },
  };
}

/** The balance losses of the gate that decides on a route. */
function balanceOf(route: RoutingNode, key: string): Demand {
  const path = deciderSource(route.by)!;
  return {
    key,
    needs: (lowering) => {
      const scope = lowering.index.around(route.path);
      const undecided = lowering.undecided(scope);
      if (undecided) return [undecided];
      if (lowering.known.scopeState(scope) === "empty") return [];
      return [lowering.rowsOf(route), decidingLogits(scope, path, lowering), valueIn(scope, path)];
    },
    make: (lowering) => {
      const scope = lowering.index.around(route.path);
      if (lowering.known.scopeState(scope) === "empty") return NOTHING;
      return lowering.write({
        op: "balance",
        name: path,
        from: lowering.register(decidingLogits(scope, path, lowering).key),
        by: lowering.value(scope, path),
        load: loadFeed(route.path),
        factors: balanceFeed(path, gatingOf(lowering.index.node(path))!.balance!),
      });
    },
  };
}

const calibratedAt = (path: string, { index }: Lowerer): Demand =>
  calibratedLogits(index.around(path), index.head(path));
/** What enters a head that predicts values and takes them as they come: of the others no axis is one of steps. */
function maskedInput({ index }: Lowerer, path: string): string | undefined {
  const { project, classes, multiLabel, inputs } = index.head(path);
  return project || classes || multiLabel ? undefined : inputs[0];
}

/** Whether there are samples to give it for. */
function isThere({ kind, path }: Wanted, { known, index }: Lowerer): boolean {
  return kind === "loss" ? known.hasLabels(path)! : known.scopeState(index.around(path)) !== "empty";
}

/** Where everything that was wanted stands, at the end. */
export function resultsOf({ wanted, index }: Request, lowering: Lowerer): Results {
  const values = new Map<string, Register>();
  const calibrated = new Map<string, Register>();
  const losses = new Map<string, Register>();
  for (const each of wanted) {
    if (each.kind === "rows" || each.kind === "balance") continue;
    const register = lowering.register(keyOf(each));
    if (register === NOTHING) continue;
    if (each.kind === "calibrated") {
      calibrated.set(each.path, register);
      continue;
    }
    values.set(each.path, lowering.value(index.around(each.path), each.path));
    if (each.kind === "loss") losses.set(each.path, register);
  }
  return { values, calibrated, losses };
}
