// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { WeightingName } from "../spec/language";
import type { Weighting } from "./weighting";
import { fixed } from "./fixed";
import { uncertainty } from "./uncertainty";

/** Every weighting of losses. */
export const weightings: { readonly [T in WeightingName]: Weighting } = {
  fixed,
  uncertainty,
};
