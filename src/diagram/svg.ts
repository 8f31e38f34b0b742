/*
 * Boxes, diamonds and links as SVG text.
 */
import { colourOf, ink, partPalette, quiet, rule, translucent } from "../colours";
import { escapeHtml } from "../text/html";
import { visible } from "../visible";
import type { Block, BranchBox, Line, Part } from "./blocks";
import type { Placed } from "./layers";

const lineHeight = 17;
const titleHeight = 24;
const padding = 10;
/** A mean width: text is laid out before any font is known. */
const letterWidth = 6.3;
const diamond = { height: 54, gap: 30 };
const branchGap = 14;
/** Above and below a block inside of a branch. */
const blockGap = 6;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Of a block: asked for by each block around it, more than once. */
export function blockSize(block: Block): Size {
  let size = sizes.get(block);
  if (!size) {
    size = sizeOfBlock(block);
    sizes.set(block, size);
  }
  return size;
}

const sizes = new WeakMap<Block, Size>();

function sizeOfBlock(block: Block): Size {
  if (block.kind !== "fork") return boxSize(block.title, block.lines);
  const branches = block.branches.map((branch) => boxSize(branch.title, branch.parts));
  const answer = boxSize("", block.lines);
  const across = branches.reduce((sum, branch) => sum + branch.width + branchGap, -branchGap);
  const tallest = Math.max(0, ...branches.map((branch) => branch.height));
  return {
    width: Math.max(across, answer.width, diamondWidth(block)) + 2 * padding,
    height: titleHeight + diamond.height + diamond.gap + tallest + diamond.gap + answer.height + padding,
  };
}

export function drawBlock(block: Block, place: Placed): string {
  if (block.kind === "fork") return drawFork(block, place);
  const isInput = block.kind === "input";
  return box(place, block.title, block.lines, {
    stroke: isInput ? quiet : ink,
    fill: isInput ? "#f4f6f8" : "#ffffff",
    corner: isInput ? 14 : 5,
  });
}

type Point = readonly [x: number, y: number];

/**
 * A link from the bottom of one block to the top of another, through the channels between.
 *
 * @param entry pixels from the middle of the block's top, so that links that end there stay apart
 */
export function drawLink(
  from: Placed,
  to: Placed,
  channels: readonly Placed[],
  decides: boolean,
  entry: number,
): string {
  const through = channels.flatMap(({ left, top, width, height }): Point[] => [
    [left + width / 2, top],
    [left + width / 2, top + height],
  ]);
  let [x, y]: Point = [from.left + from.width / 2, from.top + from.height];
  let path = `M${x},${y}`;
  const end: Point = [to.left + to.width / 2 + entry, to.top - 2];
  for (const [nextX, nextY] of [...through, end]) {
    const middle = (y + nextY) / 2;
    path += ` C${x},${middle} ${nextX},${middle} ${nextX},${nextY}`;
    [x, y] = [nextX, nextY];
  }
  return `<path d="${path}" fill="none" stroke="${quiet}" stroke-width="1.5"${decides ? ' stroke-dasharray="5 4"' : ""} marker-end="url(#arrow)"/>`;
}

/** A document with everything in it. */
export function svgDocument({ width, height }: Size, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Open Sans, Arial, sans-serif" font-size="11.5">
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="${quiet}"/></marker></defs>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${parts.join("\n")}
</svg>`;
}

function drawFork(block: Block, { left, top, width, height }: Placed): string {
  const centre = left + width / 2;
  const parts = [
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="8" fill="none" stroke="${quiet}" stroke-dasharray="2 3"/>`,
    text(left + padding, top + 16, block.title, `font-weight="bold" fill="${ink}"`),
  ];
  const half = diamondWidth(block) / 2;
  const diamondTop = top + titleHeight;
  const diamondBottom = diamondTop + diamond.height;
  const boxes = block.branches.map((branch) => boxSize(branch.title, branch.parts));
  const across = boxes.reduce((sum, size) => sum + size.width + branchGap, -branchGap);
  const branchTop = diamondBottom + diamond.gap;
  const answer = boxSize("", block.lines);
  const answerTop = top + height - padding - answer.height;
  // Where a branch is much taller than another one, the strand of the other first passes by it.
  const tallest = Math.max(0, ...boxes.map(({ height }) => height));
  const clear = boxes.some(({ height: own }) => tallest - own > diamond.gap);
  let x = centre - across / 2;
  for (const [i, branch] of block.branches.entries()) {
    const size = boxes[i]!;
    const colour = colourOf(partPalette, i);
    const middle = x + size.width / 2;
    const place = { id: "", left: x, top: branchTop, ...size };
    parts.push(
      strand(centre, diamondBottom, middle, branchTop, colour),
      ...(clear ? [drop(middle, branchTop + size.height, branchTop + tallest, colour)] : []),
      strand(middle, branchTop + (clear ? tallest : size.height), centre, answerTop, colour),
      branchBox(branch, place, colour),
    );
    x += size.width + branchGap;
  }
  parts.push(
    `<path d="M${centre - half},${diamondTop + diamond.height / 2} L${centre},${diamondTop} L${centre + half},${diamondTop + diamond.height / 2} L${centre},${diamondBottom} z" fill="#fff8e6" stroke="${ink}"/>`,
    text(centre, diamondTop + diamond.height / 2 + 4, `by ${block.by}`, `text-anchor="middle" fill="${ink}"`),
    box({ id: "", left: centre - answer.width / 2, top: answerTop, ...answer }, "", block.lines, {
      stroke: ink,
      fill: "#ffffff",
      corner: 5,
    }),
  );
  return parts.join("\n");
}

function branchBox(branch: BranchBox, place: Placed, colour: string): string {
  return box(place, branch.title, branch.parts, {
    stroke: colour,
    fill: translucent(colour, 0.07),
    corner: 5,
  });
}

function strand(x1: number, y1: number, x2: number, y2: number, colour: string): string {
  const middle = (y1 + y2) / 2;
  return `<path d="M${x1},${y1} C${x1},${middle} ${x2},${middle} ${x2},${y2}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
}

function drop(x: number, from: number, to: number, colour: string): string {
  return `<path d="M${x},${from} V${to}" stroke="${colour}" stroke-width="1.5"/>`;
}

interface BoxStyle {
  readonly stroke: string;
  readonly fill: string;
  readonly corner: number;
}

function box(
  place: Placed,
  title: string,
  parts: readonly Part[],
  { stroke, fill, corner }: BoxStyle,
): string {
  const { left, top, width, height } = place;
  const head = title === "" ? 6 : titleHeight;
  let below = 0;
  return [
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${corner}" fill="${fill}" stroke="${stroke}"/>`,
    ...(title === "" ? [] : [text(left + padding, top + 16, title, `font-weight="bold" fill="${ink}"`)]),
    ...(title === "" || parts.length === 0
      ? []
      : [`<path d="M${left},${top + titleHeight - 2} H${left + width}" stroke="${rule}"/>`]),
    ...parts.flatMap((part) => {
      const y = top + head + below;
      below += heightOf([part]);
      if ("kind" in part) {
        const size = blockSize(part);
        return [
          drawBlock(part, { id: part.id, left: left + (width - size.width) / 2, top: y + blockGap, ...size }),
        ];
      }
      return [
        text(left + padding, y + 12, part.text, `fill="${ink}"${part.isHead ? ' font-weight="bold"' : ""}`),
        text(left + width - padding, y + 12, part.shape, `text-anchor="end" fill="${quiet}"`),
      ];
    }),
  ].join("\n");
}

function boxSize(title: string, parts: readonly Part[]): Size {
  const widest = parts.reduce(
    (most, part) => Math.max(most, "kind" in part ? blockSize(part).width : lineWidth(part)),
    title.length * letterWidth * 1.1,
  );
  const head = title === "" ? 6 : titleHeight;
  return {
    width: Math.round(Math.max(70, widest + 2 * padding)),
    height: head + heightOf(parts) + 6,
  };
}

function lineWidth({ text, shape, isHead }: Line): number {
  return (text.length + shape.length + 3) * letterWidth * (isHead ? 1.06 : 1);
}

/** Of things under one another. */
function heightOf(parts: readonly Part[]): number {
  return parts.reduce(
    (sum, part) => sum + ("kind" in part ? blockSize(part).height + 2 * blockGap : lineHeight),
    0,
  );
}

function diamondWidth(block: Block): number {
  return Math.round(Math.max(110, (block.by.length + 3) * letterWidth * 1.5 + 30));
}

function text(x: number, y: number, content: string, attributes: string): string {
  return content === "" ? "" : `<text x="${x}" y="${y}" ${attributes}>${escapeHtml(visible(content))}</text>`;
}
