// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { OptimizerName } from "../spec/language";
import type { Optimizer } from "./rule";
import { adagrad } from "./adagrad";
import { adamW } from "./adam-w";
import { adam } from "./adam";
import { lion } from "./lion";
import { momentum } from "./momentum";
import { rmsprop } from "./rmsprop";
import { sgd } from "./sgd";

/** Every optimiser on tensors. */
export const optimizers: { readonly [T in OptimizerName]: Optimizer<T> } = {
  adagrad,
  adamW,
  adam,
  lion,
  momentum,
  rmsprop,
  sgd,
};
