/*
 * The colours of figures and drawings: two palettes that stay apart for colour-blind readers.
 */

/** Text and axes. */
export const ink = "#2f3640";
/** Second-rank text, marks that stand for "either". */
export const quiet = "#6b7480";
/** Grid lines. */
export const rule = "#e3e6ea";

/** For approaches: Okabe and Ito's palette (2008) without its yellow, which is lost on white. */
export const approachPalette = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#5f6b78",
] as const;

/** For groups, branches and heads: Tol's "muted" scheme (2021), so that no branch looks like an approach. */
export const partPalette = [
  "#332288",
  "#cc6677",
  "#44aa99",
  "#ddaa33",
  "#882255",
  "#88ccee",
  "#117733",
  "#aa4499",
  "#999933",
] as const;

export const rightColour = "#009e73";
export const wrongColour = "#d55e00";

/** The colour of the i-th of a kind; colours come round again when there are more than the palette holds. */
export function colourOf(palette: readonly string[], i: number): string {
  return palette[i % palette.length] as string;
}

/** `#rrggbb` as CSS `rgba`. */
export function translucent(colour: string, alpha: number): string {
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  return `rgba(${channel(1)},${channel(3)},${channel(5)},${alpha})`;
}

/** The point at `share` (0 to 1) of the way from one `#rrggbb` to another. */
export function blend(from: string, to: string, share: number): string {
  const channel = (at: number) => {
    const [a, b] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16)) as [
      number,
      number,
    ];
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
