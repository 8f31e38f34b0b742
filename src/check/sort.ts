/* What a sort of kinds is to `checkNode`: a name for the table, and promises, each with the question that asks for it. */
import { nativeIsInstalled, useBackend, type BackendName } from "../backend";
import type { Dataset } from "../data";
import type { GraphSpec } from "../spec";
import { notAsked, type Finding } from "./check-table";
import { shortNumber } from "./gradient-table";
import { difference } from "./layer-run";

/** Promises by name, in the order in which they are asked. What a question throws is why its promise is broken. */
export type Promises = Readonly<Record<string, () => Finding | Promise<Finding>>>;

/** A network in which a kind stands, and samples for it. */
export interface Standing {
  readonly spec: GraphSpec;
  readonly samples: Dataset;
}

/** A kind that is checked. */
export interface Checked {
  /** What the table calls it. */
  readonly name: string;
  readonly promises: Promises;
  /** Where it is trained, saved and opened. */
  readonly standing: Standing;
}

/**
 * A sort of kinds: from what a spec may write to what is asked of it.
 *
 * @throws SpecError where it is no kind of this sort, or its options are wrong
 */
export type Sort<Spec> = (spec: Spec, seed: number) => Checked;

/** As far as two orders of adding up in float32 may differ. */
export const close = 1e-5;

/** Breaks a promise, and says why. */
export function fail(detail: string): never {
  throw new Error(detail);
}

export const listed = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** Both backends give the same numbers: lists with a name each. */
export async function sameOnBackends(values: () => Named | Promise<Named>, within: number): Promise<Finding> {
  const here = await useBackend();
  const other: BackendName = here.name === "wasm" ? "native" : "wasm";
  if (other === "native" && !nativeIsInstalled()) return notAsked("native TensorFlow is not installed");
  const first = await values();
  try {
    await useBackend(other);
    const second = await values();
    for (const [name, numbers] of Object.entries(first)) {
      const apart = difference(numbers, second[name]!);
      if (!(apart <= within))
        fail(`${here.name} and ${other} differ by ${shortNumber(apart)}${name && ` ${name}`}`);
    }
  } finally {
    await useBackend(here.name);
  }
  return { detail: `${here.name} and ${other}` };
}

type Named = Readonly<Record<string, ArrayLike<number>>>;
