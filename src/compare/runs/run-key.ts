/* What a run depends on, as a hash: the same key means the same numbers. */
import { createHash, type Hash } from "node:crypto";
import type { Dataset } from "../../data/dataset";
import type { HostWeights } from "../../model/model";
import type { GraphSpec } from "../../spec/language";
import type { PlannedRun } from "../experiment/plan";

/** Raised whenever the library's numbers change for the same spec, so that old runs are run again. */
const NUMBERS = 2;

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
  for (const [path, { shape, data }] of [...loaded].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify([path, shape]));
    addBytes(hash, data);
  }
  return hash.digest("hex").slice(0, 32);
}

/** A hash of all samples of a dataset. */
export function dataKey({ size, inputs, labels, tags, tagValues }: Dataset): string {
  const hash = createHash("sha256");
  hash.update(String(size));
  for (const [name, { shape, data, rows }] of Object.entries(inputs)) {
    hash.update(JSON.stringify(["input", name, shape]));
    addBytes(hash, data);
    if (rows) addBytes(hash, rows);
  }
  for (const [kind, columns] of Object.entries({ labels, tags })) {
    for (const [name, values] of Object.entries(columns)) {
      hash.update(JSON.stringify([kind, name]));
      addBytes(hash, values);
    }
  }
  // What the numbers of a tag stand for. Those of classes were brought into the order of the task before.
  if (tagValues) hash.update(JSON.stringify(["tagValues", Object.entries(tagValues)]));
  return hash.digest("hex");
}

function addBytes(hash: Hash, { buffer, byteOffset, byteLength }: Float32Array | Int32Array): void {
  hash.update(new Uint8Array(buffer, byteOffset, byteLength));
}
