// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { WeightingName } from "../spec/language";
import type { WeightingKind } from "./weighting";
import { alignedMtl } from "./aligned-mtl";
import { caGrad } from "./ca-grad";
import { dwa } from "./dwa";
import { famo } from "./famo";
import { fixed } from "./fixed";
import { gls } from "./gls";
import { gradDrop } from "./grad-drop";
import { gradNorm } from "./grad-norm";
import { imtl } from "./imtl";
import { mgda } from "./mgda";
import { nashMtl } from "./nash-mtl";
import { pcGrad } from "./pc-grad";
import { randomLoss } from "./random-loss";
import { smoothTchebycheff } from "./smooth-tchebycheff";
import { uncertainty } from "./uncertainty";

/** Every weighting of losses. */
export const weightings: { readonly [T in WeightingName]: WeightingKind<T> } = {
  alignedMtl,
  caGrad,
  dwa,
  famo,
  fixed,
  gls,
  gradDrop,
  gradNorm,
  imtl,
  mgda,
  nashMtl,
  pcGrad,
  randomLoss,
  smoothTchebycheff,
  uncertainty,
};
