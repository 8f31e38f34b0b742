// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { ScheduleName } from "../spec/language";
import type { Schedule } from "./schedule";
import { blocks } from "./blocks";
import { byLoss } from "./by-loss";
import { proportional } from "./proportional";
import { random } from "./random";
import { roundRobin } from "./round-robin";

/** Every schedule of turns. */
export const schedules: { readonly [T in ScheduleName]: Schedule<T> } = {
  blocks,
  byLoss,
  proportional,
  random,
  roundRobin,
};
