/* What everybody who may decide on a route says of itself. How it decides stands in `src/program/deciders`. */
import type { RouteBy } from "../../spec/language";
import type { NormalRoute } from "../../spec/normal";
import type { Build } from "../build";
import type { ClassTarget, DecidedBy, DeciderKey, Deciders } from "../ir";
import type { Message } from "../message";

export type { DeciderKey };

/** Who decides on one route. */
export interface Decider {
  readonly by: DecidedBy;
  /** What the author calls it. */
  readonly name: string;
  /** The keys of the branches, in their order. */
  readonly keys: readonly string[];
  /** Key -> its number. */
  readonly numbers: ReadonlyMap<string, number>;
  /** What messages say of the keys: `the gate "species" has the classes cat and dog`. */
  readonly describe: () => string;
  /** Pointer to where the keys are written; `undefined` where that is no list of an author's. */
  readonly source: string | undefined;
  /** A gate's target, and the number there of each key. */
  readonly gate: { readonly target: ClassTarget; readonly members: readonly number[] } | undefined;
}

/** What an author writes to name it, or two forms of that. */
export type WrittenBy<K extends DeciderKey> = K extends DeciderKey
  ? Extract<RouteBy, Readonly<Record<K, unknown>>>
  : never;

export interface DeciderKind<K extends DeciderKey> {
  /** What it says of branches: how likely each is, some number for each, or just one of them. */
  readonly says: "probabilities" | "numbers" | "one";
  /** Who decides; a problem, or `undefined` where what is named has one (reported). */
  resolve(build: Build, by: WrittenBy<K>, route: NormalRoute): Decider | Message | undefined;
  /** The input or node that enters by being named here; heads and gates are looked up by `gate`. */
  mentions(by: WrittenBy<K>): readonly string[];
  /** The head or gate that must be there before. */
  gate(by: WrittenBy<K>): string | undefined;
  /** The value that is read: path of a node, or name of an input. */
  source(by: Deciders[K]): string | undefined;
  /** What it says of the branches of every sample, where that is known beforehand: a number each. */
  numbers?(by: Deciders[K]): readonly number[];
  /** What a drawing and a summary call it; `named`: what they call the node at a path. */
  label(by: Deciders[K], named: (path: string) => string): string;
}

/** The key that stands for every branch that is not written. */
export const OTHERS = "*";

export const numbersOf = (keys: readonly string[]): Map<string, number> =>
  new Map(keys.map((key, number) => [key, number]));

/** The keys of branches that nothing but the route names: as they are written, and numbers for those that `*` stands for. */
export function keysOf(branches: NormalRoute["branches"], count: number | undefined): string[] {
  const keys = branches.flatMap(({ key }) => (key === OTHERS ? [] : key));
  if (keys.length === branches.length) return keys;
  return [...keys, ...Array.from({ length: (count ?? 0) - keys.length }, (_, i) => String(keys.length + i))];
}
