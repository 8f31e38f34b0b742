// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { WeightingName } from "../spec/language";
import type { WeightingKind } from "./weighting";
import { caGrad } from "./ca-grad";
import { dwa } from "./dwa";
import { fixed } from "./fixed";
import { gls } from "./gls";
import { gradNorm } from "./grad-norm";
import { imtl } from "./imtl";
import { mgda } from "./mgda";
import { pcGrad } from "./pc-grad";
import { randomLoss } from "./random-loss";
import { uncertainty } from "./uncertainty";

/** Every weighting of losses. */
export const weightings: { readonly [T in WeightingName]: WeightingKind<T> } = {
  caGrad,
  dwa,
  fixed,
  gls,
  gradNorm,
  imtl,
  mgda,
  pcGrad,
  randomLoss,
  uncertainty,
};
