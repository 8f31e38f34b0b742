// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { DeciderKey } from "../../graph/deciders";
import type { Deciding } from "./deciding";
import { constant } from "./constant";
import { head } from "./head";
import { mask } from "./mask";
import { sure } from "./sure";
import { tag } from "./tag";

/** How everybody who may decide on a route does. */
export const deciders: { readonly [K in DeciderKey]: Deciding<K> } = {
  constant,
  head,
  mask,
  sure,
  tag,
};
