// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { OptimizerName } from "../../spec/language";
import type { OptimizerKind } from "./kind";
import { adagrad } from "./adagrad";
import { adamW } from "./adam-w";
import { adam } from "./adam";
import { lion } from "./lion";
import { momentum } from "./momentum";
import { rmsprop } from "./rmsprop";
import { sgd } from "./sgd";

/** Every optimiser without its tensors. */
export const optimizers = {
  adagrad,
  adamW,
  adam,
  lion,
  momentum,
  rmsprop,
  sgd,
} satisfies { readonly [T in OptimizerName]: OptimizerKind<readonly string[]> };
