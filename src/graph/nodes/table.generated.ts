// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { NodeKind, NodeType } from "./kind";
import { gate } from "./gate";
import { head } from "./head";
import { layer } from "./layer";
import { probabilities } from "./probabilities";
import { route } from "./route";
import { stack } from "./stack";

/** Every kind of node: what an author may write, and what it becomes. */
export const kinds: { readonly [K in NodeType]: NodeKind<K> } = {
  gate,
  head,
  layer,
  probabilities,
  route,
  stack,
};
