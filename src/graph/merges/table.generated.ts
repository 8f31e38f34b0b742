// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { Merge } from "../../spec/language";
import type { MergeKind } from "./kind";
import { concatenate } from "./concatenate";
import { joint } from "./joint";
import { masked } from "./masked";
import { putBack } from "./put-back";
import { scaled } from "./scaled";
import { straightThrough } from "./straight-through";
import { sum } from "./sum";
import { weighted } from "./weighted";

/** Every way in which the values of branches become one. */
export const merges: { readonly [M in Merge]: MergeKind } = {
  concatenate,
  joint,
  masked,
  putBack,
  scaled,
  straightThrough,
  sum,
  weighted,
};
