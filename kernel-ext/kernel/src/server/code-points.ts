/*
 * Jupyter counts positions in code points, JavaScript in UTF-16 units: they differ behind every 😀.
 */

/** From code points to UTF-16 units; positions outside the text become its ends. */
export function toUnits(text: string, points: number): number {
  let unit = 0;
  for (let point = 0; point < points && unit < text.length; point++) {
    unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
  }
  return unit;
}

/** From UTF-16 units to code points; a position between the halves of a character counts as in front of it. */
export function toPoints(text: string, units: number): number {
  const end = Math.min(units, text.length);
  let point = 0;
  for (let unit = 0; unit < end; point++) {
    unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
    if (unit > end) break;
  }
  return point;
}
