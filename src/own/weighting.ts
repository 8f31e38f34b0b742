/* Weightings and schedules of turns of one's own: both are what the built-in ones are. */
import type { OwnName } from "../open-table";
import { allSchedules, type Schedule } from "../turns";
import { allWeightings, type Weighting } from "../weighting";
import { enter } from "./definition";

/**
 * Defines a way in which the losses of several heads become one, which every training may then name:
 * `"weighting": "mine:harmonic"`. Defined again, the last definition counts from the next training on.
 *
 * @throws EspalierError where the definition lacks something
 */
export function defineWeighting(name: OwnName, definition: Weighting): OwnName {
  const kinds = {
    learns: "object",
    keeps: "object",
    comparesHeads: "boolean",
    inputs: "function",
    combine: "function",
    combineGradients: "function",
    follow: "function",
    observe: "function",
  } as const;
  enter("weighting", name, definition, kinds, ["learns", "combine"]);
  allWeightings.set(name, () => definition);
  return name;
}

/**
 * Defines whose turn it is when branches alternate, which every alternation may then name:
 * `"alternate": { "schedule": "mine:backwards" }`. Defined again, the last definition counts from the next training on.
 *
 * @throws EspalierError where the definition lacks something
 */
export function defineTurns(name: OwnName, definition: Schedule): OwnName {
  const kinds = { drawn: "boolean", order: "function", chances: "function" } as const;
  enter("turns", name, definition, kinds, ["drawn", "order"]);
  allSchedules.set(name, definition);
  return name;
}
