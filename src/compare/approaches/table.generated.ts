// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { ApproachType } from "../../spec/language";
import type { Approach } from "./approach";
import { alternating } from "./alternating";
import { cascade } from "./cascade";
import { coarseToFine } from "./coarse-to-fine";
import { earlyExit } from "./early-exit";
import { flat } from "./flat";
import { graph } from "./graph";
import { mixture } from "./mixture";
import { predictThenSelect } from "./predict-then-select";
import { sharedBackbone } from "./shared-backbone";

/** Every approach: how its network is derived or read. */
export const approaches: { readonly [T in ApproachType]: Approach<T> } = {
  alternating,
  cascade,
  coarseToFine,
  earlyExit,
  flat,
  graph,
  mixture,
  predictThenSelect,
  sharedBackbone,
};
