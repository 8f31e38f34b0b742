/* What a run depends on, as a hash: the same key means the same numbers. */
import { createHash } from "node:crypto";
import { bytesOf } from "../../files";
import type { HostWeights } from "../../model/model";
import type { GraphSpec } from "../../spec/language";
import { ownTexts } from "../../spec/own-forms";
import type { PlannedRun } from "../experiment/plan";

/** Raised whenever the library's numbers change for the same spec, so that old runs are run again. */
const NUMBERS = 3;

export interface RunIdentity extends Omit<PlannedRun, "approach"> {
  readonly graph: GraphSpec;
  /** Values that the graph takes from saved models. */
  readonly loaded: HostWeights;
  readonly folds: number;
  readonly testShare: number;
  /** From `dataKey`. */
  readonly data: string;
  /** Name of the backend: kernels differ in their last digits. */
  readonly backend: string;
}

/**
 * A hash of everything that a run's numbers follow from. What a graph is called and where its boxes stand is no part
 * of it: an approach can be renamed without being run again.
 */
export function runKey({ graph, loaded, ...rest }: RunIdentity): string {
  const network: Partial<GraphSpec> = { ...graph };
  for (const key of ["$schema", "name", "description", "view"] as const) {
    Reflect.deleteProperty(network, key);
  }
  const hash = createHash("sha256");
  hash.update(JSON.stringify([NUMBERS, network, rest.seed, rest.fold, rest.folds, rest.testShare]));
  hash.update(`${rest.data} ${rest.backend}`);
  for (const text of ownTexts(network)) hash.update(text);
  for (const [path, { shape, data }] of [...loaded].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify([path, shape])).update(bytesOf(data));
  }
  return hash.digest("hex").slice(0, 32);
}
