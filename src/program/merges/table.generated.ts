// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { Merge } from "../../spec/language";
import type { MergeLowering } from "./merge";
import { concatenate } from "./concatenate";
import { joint } from "./joint";
import { masked } from "./masked";
import { putBack } from "./put-back";
import { scaled } from "./scaled";
import { straightThrough } from "./straight-through";
import { sum } from "./sum";
import { weighted } from "./weighted";

/** How each way of making one value of several is lowered. */
export const mergeLowerings: { readonly [M in Merge]: MergeLowering } = {
  concatenate,
  joint,
  masked,
  putBack,
  scaled,
  straightThrough,
  sum,
  weighted,
};
