import type { ApproachType } from "../../spec/language";
import { alternating } from "./alternating";
import type { Approach } from "./approach";
import { cascade } from "./cascade";
import { flat } from "./flat";
import { sharedBackbone } from "./shared-backbone";

export type { Approach } from "./approach";

/** The approaches whose graphs are derived. `graph` is no member: its graph is a file. */
export const derivedApproaches: Readonly<Record<Exclude<ApproachType, "graph">, Approach>> = {
  flat,
  cascade,
  sharedBackbone,
  alternating,
};

/** Whether an approach's name is a type too, so that it need not say one. */
export function isApproachType(name: string): name is ApproachType {
  return name === "graph" || Object.hasOwn(derivedApproaches, name);
}
