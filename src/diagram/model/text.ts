/* How a picture writes sizes and numbers: short, for there is little room. */
import type { Shape } from "../../graph";

/** `8 × 8 × 3`; `?` for a length that only a missing file knows. */
export const sizesText = (shape: Shape): string =>
  shape.length === 0 ? "scalar" : shape.map((length) => (Number.isNaN(length) ? "?" : length)).join(" × ");

const units = ["", "k", "M", "G", "T", "P"];

/** Three figures: `896`, `12.3 k`, `4.56 M`; `?` for what nobody knows. */
export function shortNumber(value: number): string {
  if (Number.isNaN(value)) return "?";
  let unit = 0;
  let rest = value;
  // From 999.5 on it is the next unit's 1.00.
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  if (unit === 0) return String(Math.round(rest));
  return `${rest.toFixed(rest < 9.995 ? 2 : rest < 99.95 ? 1 : 0)} ${units[unit]!}`;
}

/** `1 parameter`, `12.3 k parameters`. */
export const counted = (number: number, noun: string): string =>
  `${shortNumber(number)} ${noun}${number === 1 ? "" : "s"}`;
