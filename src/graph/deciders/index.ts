/** Who decides on a route. */
import type { RouteBy } from "../../spec/language";
import type { NormalRoute } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
import type { Build } from "../build";
import type { DecidedBy, DeciderKey } from "../ir";
import { isMessage } from "../message";
import type { Decider, DeciderKind } from "./kind";
import { deciders } from "./table.generated";

export { OTHERS, type Decider, type DeciderKey } from "./kind";

/** The key that says who decides. */
export function deciderKey(by: RouteBy | DecidedBy): DeciderKey {
  const key = (Object.keys(deciders) as DeciderKey[]).find((each) => each in by);
  if (!key) throw new Error(`nobody decides: ${JSON.stringify(by)}`);
  return key;
}

/** The kind of who decides, whatever it is. */
export function deciderKind(by: RouteBy | DecidedBy): DeciderKind<DeciderKey> {
  // The table's type ties each kind to its own form; indexing by a union loses that.
  return deciders[deciderKey(by)];
}

/** What is read to decide: the path of a node, or the name of an input; `undefined` where it is known without. */
export const deciderSource = (by: DecidedBy): string | undefined => deciderKind(by).source(by);

/** What drawings and summaries call who decides. */
export const deciderLabel = (by: DecidedBy, named = (path: string): string => path): string =>
  deciderKind(by).label(by, named);

/** Whether what decides says how likely each branch is, so that it can learn from what comes of it. */
export const saysProbabilities = (by: DecidedBy): boolean => deciderKind(by).says === "probabilities";

/** Whether what decides says some number of each branch, which may rule any of them out. */
export const saysNumbers = (by: DecidedBy): boolean => deciderKind(by).says === "numbers";

/** The numbers that decide for every sample alike; `undefined` where each sample has its own. */
export const deciderNumbers = (by: DecidedBy): readonly number[] | undefined => deciderKind(by).numbers?.(by);

/** Who decides; `undefined` if nobody can (reported), or the gate itself has a problem. */
export function resolveDecider(build: Build, route: NormalRoute): Decider | undefined {
  const decider = deciderKind(route.by).resolve(build, route.by, route);
  if (!decider || !isMessage(decider)) return decider;
  const key = deciderKey(route.by);
  const pointer = pointerTo(route.pointer, "by");
  // A head is written as a bare name, or as an object; the place of the name is not known any more.
  build.report.error(key === "head" ? pointer : pointerTo(pointer, key), decider);
  return undefined;
}
