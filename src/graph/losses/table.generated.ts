// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { Loss } from "../../spec/language";
import type { LossForm } from "./form";
import { binaryCrossentropy } from "./binary-crossentropy";
import { categoricalCrossentropy } from "./categorical-crossentropy";
import { meanAbsoluteError } from "./mean-absolute-error";
import { meanSquaredError } from "./mean-squared-error";

/** Every loss as what it asks of its head. */
export const lossForms: { readonly [L in Loss]: LossForm } = {
  binaryCrossentropy,
  categoricalCrossentropy,
  meanAbsoluteError,
  meanSquaredError,
};
