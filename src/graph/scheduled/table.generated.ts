// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { ShapeName } from "../../spec/language";
import type { Shape } from "./shape";
import { cosine } from "./cosine";
import { exponential } from "./exponential";
import { linear } from "./linear";
import { steps } from "./steps";

/** Every form of a curve by which a value changes. */
export const shapes: { readonly [S in ShapeName]: Shape } = {
  cosine,
  exponential,
  linear,
  steps,
};
