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

/**
 * For branches, of which there may be many: `partPalette`, and after it 55 more, each as far as can be from all before it
 * (distance in Oklab; any two of the 64 are at least 0.08 apart).
 */
// prettier-ignore
export const branchPalette = [
  ...partPalette,
  "#2467f2", "#373409", "#db8afe", "#46d240", "#4b5e80", "#fd34bc", "#851ee3", "#9a5505", "#8684c1", "#d2a2af", "#c442f5",
  "#4e1d43", "#d71908", "#4214dc", "#fd7933", "#8d7d6d", "#4aabfd", "#57542b", "#1c4159", "#6e299d", "#198585", "#2b9926",
  "#98be84", "#6f1a11", "#6358ba", "#fb6ca0", "#de297b", "#767b0e", "#9e7efc", "#935267", "#214ca4", "#c17938", "#3079b7",
  "#a9a6fa", "#b66ac1", "#7960fb", "#55396d", "#ac1829", "#089ac3", "#91a9b3", "#034b02", "#4e86f8", "#38c9be", "#d70bb5",
  "#a3c003", "#6f444c", "#7a6d93", "#626d5c", "#f53b49", "#1cb657", "#a33aca", "#bb8b82", "#b42965", "#cf88c8", "#780374",
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
