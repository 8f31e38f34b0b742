/** Whose turn it is when branches alternate. */
import { blocks } from "./blocks";
import { proportional } from "./proportional";
import { roundRobin } from "./round-robin";
import type { Schedule } from "./schedule";

export type { Schedule };

export const schedules: Readonly<Record<"roundRobin" | "proportional" | "blocks", Schedule>> = {
  roundRobin,
  proportional,
  blocks,
};
