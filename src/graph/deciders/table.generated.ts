// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { DeciderKey, DeciderKind } from "./kind";
import { constant } from "./constant";
import { head } from "./head";
import { mask } from "./mask";
import { sure } from "./sure";
import { tag } from "./tag";

/** Everybody who may decide on a route. */
export const deciders: { readonly [K in DeciderKey]: DeciderKind<K> } = {
  constant,
  head,
  mask,
  sure,
  tag,
};
