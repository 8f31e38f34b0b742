// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { Loss } from "../spec/language";
import type { LossKind } from "./loss";
import { binaryCrossentropy } from "./binary-crossentropy";
import { binaryFocal } from "./binary-focal";
import { categoricalCrossentropy } from "./categorical-crossentropy";
import { categoricalHinge } from "./categorical-hinge";
import { focal } from "./focal";
import { hinge } from "./hinge";
import { huber } from "./huber";
import { logCosh } from "./log-cosh";
import { meanAbsoluteError } from "./mean-absolute-error";
import { meanSquaredError } from "./mean-squared-error";

/** Every loss on tensors. */
export const losses: { readonly [L in Loss]: LossKind<L> } = {
  binaryCrossentropy,
  binaryFocal,
  categoricalCrossentropy,
  categoricalHinge,
  focal,
  hinge,
  huber,
  logCosh,
  meanAbsoluteError,
  meanSquaredError,
};
