/*
 * A layered drawing (Sugiyama, Tagawa and Toda 1981): blocks in rows by their distance from the inputs, each row in the
 * order of what leads into it, long links led through the rows between.
 */

import { checkLimit } from "../limits";

export interface Sized {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Placed extends Sized {
  readonly left: number;
  readonly top: number;
}

interface Edge {
  readonly from: string;
  readonly to: string;
}

/** A place in a row: a block, or the channel through which a long link passes. */
interface Slot extends Sized {
  readonly comesFrom: string[];
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly blocks: ReadonlyMap<string, Placed>;
  /** For each link, in order: the channels that it passes, from above. */
  readonly channels: readonly (readonly Placed[])[];
}

const gap = { x: 28, y: 46 };
const margin = 16;
const channelWidth = 10;

/**
 * @param blocks each after those that lead into it
 * @throws EspalierError where so many links pass so many rows that the drawing has more places than its limit
 */
export function arrange(blocks: readonly Sized[], links: readonly Edge[]): Drawing {
  const rowOf = new Map<string, number>();
  const sources = new Map<string, string[]>(blocks.map(({ id }) => [id, []]));
  for (const { from, to } of links) sources.get(to)?.push(from);
  for (const { id } of blocks) {
    rowOf.set(id, largest(sources.get(id)!.map((from) => (rowOf.get(from) ?? -1) + 1)));
  }
  // Links that each pass all rows are quadratic in the blocks, also as a picture.
  const places = links.reduce(
    (sum, { from, to }) => sum + rowOf.get(to)! - rowOf.get(from)! - 1,
    blocks.length,
  );
  checkLimit(
    "drawingPlaces",
    places,
    `the drawing of ${count(blocks.length, "block")} with ${count(links.length, "link")} has ${places.toLocaleString("en")} places, a row that a link passes being one`,
  );
  const rows: Slot[][] = Array.from({ length: largest([...rowOf.values()], -1) + 1 }, () => []);
  const slots = new Map<string, Slot>();
  for (const block of blocks) {
    const slot = { ...block, comesFrom: [] };
    slots.set(block.id, slot);
    rows[rowOf.get(block.id)!]!.push(slot);
  }
  const passed = links.map((link, number) => {
    const channels: string[] = [];
    let before = link.from;
    for (let row = rowOf.get(link.from)! + 1; row < rowOf.get(link.to)!; row++) {
      const id = `link ${number}, row ${row}`;
      const slot = { id, width: channelWidth, height: 0, comesFrom: [before] };
      slots.set(id, slot);
      rows[row]!.push(slot);
      channels.push(id);
      before = id;
    }
    slots.get(link.to)!.comesFrom.push(before);
    return channels;
  });
  const placed = place(rows);
  const all = [...placed.values()];
  return {
    width: largest(all.map((slot) => slot.left + slot.width)) + margin,
    height: largest(all.map((slot) => slot.top + slot.height)) + margin,
    blocks: placed,
    channels: passed.map((ids) => ids.map((id) => placed.get(id)!)),
  };
}

const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

/** Not `Math.max`: it takes only so many arguments. */
function largest(values: readonly number[], atLeast = 0): number {
  return values.reduce((most, value) => Math.max(most, value), atLeast);
}

function place(rows: readonly Slot[][]): Map<string, Placed> {
  const widths = rows.map((row) => row.reduce((sum, slot) => sum + slot.width, 0) + gap.x * (row.length - 1));
  const widest = largest(widths);
  const placed = new Map<string, Placed>();
  let top = margin;
  for (const [number, row] of rows.entries()) {
    const centre = ({ comesFrom }: Slot) => {
      const above = comesFrom.map((id) => placed.get(id)!).map((slot) => slot.left + slot.width / 2);
      return above.reduce((sum, x) => sum + x, 0) / above.length;
    };
    // Inputs keep the order of the spec; sorting is stable.
    const ordered = number === 0 ? row : row.toSorted((a, b) => centre(a) - centre(b));
    const height = largest(row.map((slot) => slot.height));
    let left = margin + (widest - widths[number]!) / 2;
    for (const { id, width, height: own } of ordered) {
      // A channel is as high as its row.
      const isChannel = own === 0;
      placed.set(id, {
        id,
        width,
        left,
        top: isChannel ? top : top + (height - own) / 2,
        height: isChannel ? height : own,
      });
      left += width + gap.x;
    }
    top += height + gap.y;
  }
  return placed;
}
