/* Rows that repeat in a box, in short: three blocks of the same four layers are these four, "× 3". */
import type { FoldState, Row } from "./picture";

/** A row with the rows under it, where it is a heading. */
type Unit = readonly Row[];

/** At least so many units and rows repeat before they are folded. */
const least = { units: 3, rows: 4 };
const longest = 8;

export function foldRows(rows: readonly Row[], state: FoldState): Row[] {
  const units = unitsOf(rows);
  const looks = units.map(lookOf);
  const folded: Row[] = [];
  for (let start = 0; start < units.length;) {
    const { period, count } = runAt(looks, units, start);
    const first = units.slice(start, start + period);
    if (count === 1) {
      folded.push(...insideOf(first[0]!, state));
      start += 1;
      continue;
    }
    const id = `rows ${first[0]![0]!.id}`;
    const isFolded = state[id] ?? true;
    const shown = isFolded ? 1 : count;
    // What leaves the last one leaves all of them.
    for (let k = 0; k < shown; k++) {
      const from = start + (isFolded ? count - 1 : k) * period;
      const group = units.slice(from, from + period).flatMap((unit) => insideOf(unit, state));
      const times = { id: `${id} times`, shape: "", depth: group[0]!.depth, emphasis: "heading" } as const;
      if (k > 0) folded.push(...group);
      else
        folded.push(
          { ...times, text: `× ${count}`, fold: { id, folded: isFolded } },
          ...group.map((row) => (isFolded ? { ...row, depth: row.depth + 1 } : row)),
        );
    }
    start += count * period;
  }
  return folded;
}

/** A heading and what is under it, folded itself. */
function insideOf([head, ...under]: Unit, state: FoldState): Row[] {
  return [head!, ...(under.length > 0 ? foldRows(under, state) : [])];
}

function unitsOf(rows: readonly Row[]): Unit[] {
  const top = Math.min(...rows.map(({ depth }) => depth));
  const units: Row[][] = [];
  for (const row of rows) {
    if (row.depth === top || units.length === 0) units.push([row]);
    else units.at(-1)!.push(row);
  }
  return units;
}

/** `residual-2` is another `residual`. */
const lookOf = (unit: Unit): string =>
  JSON.stringify(
    unit.map(({ text, depth, emphasis }) => [
      emphasis === "heading" ? text.replace(/-\d+(?=,|$)/, "") : text,
      depth,
      emphasis,
    ]),
  );

function runAt(looks: readonly string[], units: readonly Unit[], start: number) {
  let best = { period: 1, count: 1, rows: 0 };
  for (let period = 1; period <= longest && start + period <= looks.length; period++) {
    let end = start + period;
    while (end < looks.length && looks[end] === looks[end - period]) end += 1;
    const count = Math.floor((end - start) / period);
    const rows = units.slice(start, start + count * period).reduce((sum, unit) => sum + unit.length, 0);
    if (count >= least.units && rows >= least.rows && rows > best.rows) best = { period, count, rows };
  }
  return best;
}
