// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { Node } from "../../graph/ir";
import type { NodeLowering } from "../lower/demand";
import { gate } from "./gate";
import { head } from "./head";
import { layer } from "./layer";
import { probabilities } from "./probabilities";
import { route } from "./route";

/** How each kind of node is lowered. */
export const nodeLowerings: { readonly [K in Node["kind"]]: NodeLowering<Extract<Node, { kind: K }>> } = {
  gate,
  head,
  layer,
  probabilities,
  route,
};
