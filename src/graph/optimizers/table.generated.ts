// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { OptimizerName } from "../../spec/language";
import type { OptimizerKind } from "./kind";
import { adam } from "./adam";
import { momentum } from "./momentum";
import { sgd } from "./sgd";

/** Every optimiser without its tensors. */
export const optimizers = {
  adam,
  momentum,
  sgd,
} satisfies { readonly [T in OptimizerName]: OptimizerKind<readonly string[]> };
