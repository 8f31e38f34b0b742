// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { OptimizerName } from "../spec/language";
import type { Optimizer } from "./rule";
import { adam } from "./adam";
import { momentum } from "./momentum";
import { sgd } from "./sgd";

/** Every optimiser on tensors. */
export const optimizers: { readonly [T in OptimizerName]: Optimizer<T> } = {
  adam,
  momentum,
  sgd,
};
