// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { Loss } from "../spec/language";
import type { LossKind } from "./loss";
import { binaryCrossentropy } from "./binary-crossentropy";
import { categoricalCrossentropy } from "./categorical-crossentropy";
import { meanAbsoluteError } from "./mean-absolute-error";
import { meanSquaredError } from "./mean-squared-error";

/** Every loss on tensors. */
export const losses: { readonly [L in Loss]: LossKind } = {
  binaryCrossentropy,
  categoricalCrossentropy,
  meanAbsoluteError,
  meanSquaredError,
};
