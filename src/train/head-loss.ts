import type { HeadNode } from "../graph/ir";
import { chosenClasses } from "../choice";
import type { RowLabels } from "../program";

/** How many labelled rows a class head got right; `undefined` for a head that predicts values. */
export function countRight(
  head: HeadNode,
  logits: Float32Array,
  { labels, mask }: RowLabels,
): number | undefined {
  if (!head.classes) return undefined;
  const width = head.shape[0]!;
  const chosen = chosenClasses(logits, width);
  return chosen.reduce((right, label, row) => right + (mask[row] === 1 && label === labels[row] ? 1 : 0), 0);
}
