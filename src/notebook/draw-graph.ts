import { svgToPng } from "../export/image";
import type { Graph } from "../graph";
import { formatSummary } from "../graph";
import { blocksOf } from "./diagram/blocks";
import { arrange } from "./diagram/layers";
import { drawBlock, drawLink, sizeOf, svgDocument } from "./diagram/svg";
import { View } from "./view";

/** Pixels between the ends of two links that lead into one block. */
const entryGap = 18;

/**
 * A network as a drawing: inputs on top, a box for each node with its layers and the shapes that leave them, a route as
 * a diamond over its branches. Dashed links say where samples go. SVG text; names its font (Open Sans), and does not hold it.
 */
export function drawGraph(graph: Graph): string {
  const { blocks, links } = blocksOf(graph);
  const drawing = arrange(
    blocks.map((block) => ({ id: block.id, ...sizeOf(block) })),
    links,
  );
  const at = (id: string) => drawing.blocks.get(id)!;
  // Where a link comes from last: the block, or the last channel that it passes.
  const comesFrom = links.map(({ from }, i) => (drawing.channels[i]!.at(-1) ?? at(from)).left);
  const together = new Map<string, number[]>();
  for (const [number, { to }] of links.entries()) {
    const numbers = together.get(to);
    if (numbers) numbers.push(number);
    else together.set(to, [number]);
  }
  const entries = new Map<number, number>();
  for (const numbers of together.values()) {
    numbers.sort((a, b) => comesFrom[a]! - comesFrom[b]!);
    for (const [place, number] of numbers.entries()) {
      entries.set(number, entryGap * (place - (numbers.length - 1) / 2));
    }
  }
  const entryOf = (number: number) => entries.get(number)!;
  return svgDocument(drawing, [
    ...links.map(({ from, to, decides }, i) =>
      drawLink(at(from), at(to), drawing.channels[i]!, decides, entryOf(i)),
    ),
    ...blocks.map((block) => drawBlock(block, at(block.id))),
  ]);
}

/** The same as a picture for a notebook; as text, the graph's summary. */
export async function graphDiagram(graph: Graph): Promise<View> {
  const png = await svgToPng(drawGraph(graph), { scale: 2 });
  return new View({ "image/png": png.toString("base64"), "text/plain": formatSummary(graph) });
}
