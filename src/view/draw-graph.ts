import { svgToPng } from "../plots/image";
import type { Graph } from "../graph";
import { formatSummary } from "../graph";
import { checkLimit, limit } from "../limits";
import { blocksOf } from "../diagram/blocks";
import { arrange } from "../diagram/layers";
import { drawBlock, drawLink, blockSize, svgDocument } from "../diagram/svg";
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
    blocks.map((block) => ({ id: block.id, ...blockSize(block) })),
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

/** Pixels of the picture for one of the drawing: two, for sharp screens; below a half nobody reads it. */
const scales = { most: 2, least: 0.5 };

/**
 * The same as a picture for a notebook; as text, the graph's summary. A large drawing has fewer pixels.
 *
 * @throws EspalierError where even at half its size it has more pixels than an image may
 */
export async function graphDiagram(graph: Graph): Promise<View> {
  const svg = drawGraph(graph);
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg)!;
  const area = Number(width) * Number(height);
  const fitting = Math.sqrt(limit("imagePixels") / area);
  const scale = Math.min(scales.most, Math.max(scales.least, fitting));
  if (fitting < scales.least) {
    const pixels = Math.ceil(area * scale ** 2).toLocaleString("en");
    const nodes = graph.nodes.size.toLocaleString("en");
    checkLimit(
      "imagePixels",
      area * scale ** 2,
      `the picture of ${nodes} nodes has ${pixels} pixels (drawGraph gives the drawing as SVG, formatSummary a table)`,
    );
  }
  const png = await svgToPng(svg, { scale });
  return new View({ "image/png": png.toString("base64"), "text/plain": formatSummary(graph) });
}
