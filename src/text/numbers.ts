/*
 * Numbers as people read them, the same in figures, tables, progress and messages.
 */

const prefixes = [
  { factor: 1e12, letter: "T" },
  { factor: 1e9, letter: "G" },
  { factor: 1e6, letter: "M" },
  { factor: 1e3, letter: "k" },
] as const;

/** A count with three figures and an SI prefix: `812`, `1.24 k`, `56.3 M`. */
export function formatCount(count: number): string {
  for (const { factor, letter } of prefixes) {
    // 999.6 k would be written 1000 k: it belongs to the next prefix.
    if (Math.abs(count) >= factor * 0.9995) return `${threeFigures(count / factor)} ${letter}`;
  }
  return Number.isInteger(count) ? String(count) : threeFigures(count);
}

/** A time with three figures: `1.30 µs`, `450 ms`, `12.0 s`, `3 min 20 s`, `2 h 05 min`. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 0.9995e-3) return `${threeFigures(seconds * 1e6)} µs`;
  if (seconds < 0.9995) return `${threeFigures(seconds * 1e3)} ms`;
  if (seconds < 99.95) return `${threeFigures(seconds)} s`;
  const rounded = Math.round(seconds);
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${String(rounded % 60).padStart(2, "0")} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** A share from 0 to 1 with three decimals: `0.813`. */
export function formatShare(share: number): string {
  return share.toFixed(3);
}

/** A difference of shares with its sign: `+0.009`, `−0.014`. */
export function formatDifference(difference: number): string {
  const digits = Math.abs(difference).toFixed(3);
  if (Number(digits) === 0) return digits;
  return `${difference < 0 ? "−" : "+"}${digits}`;
}

/** How the values of several runs spread. */
interface Spread {
  readonly mean: number;
  /** The standard deviation; of no meaning for a `count` of 1. */
  readonly deviation: number;
  readonly count: number;
}

/** `0.813 ± 0.022`; the mean alone for a single run. */
export function formatSpread(spread: Spread, format: (value: number) => string = formatShare): string {
  return spread.count > 1 ? `${format(spread.mean)} ± ${format(spread.deviation)}` : format(spread.mean);
}

/** A probability of chance: `0.031`, `< 0.001`. */
export function formatP(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

function threeFigures(value: number): string {
  const beforePoint = Math.floor(Math.log10(Math.max(Math.abs(value), 1)) + 1e-9) + 1;
  return value.toFixed(Math.max(0, 3 - beforePoint));
}
