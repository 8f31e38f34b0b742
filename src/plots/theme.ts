/*
 * How all figures look: one template, two palettes that stay apart for colour-blind readers.
 */
import { visible } from "../visible";
import type { JsonObject } from "./figure";

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

export const fontFamily = '"Open Sans", Arial, sans-serif';

const axis: JsonObject = {
  automargin: true,
  gridcolor: rule,
  linecolor: quiet,
  tickcolor: quiet,
  zeroline: false,
  showline: true,
  ticks: "outside",
  ticklen: 4,
  title: { standoff: 8, font: { size: 13 } },
};

const template: JsonObject = {
  layout: {
    font: { family: fontFamily, size: 12, color: ink },
    title: {
      x: 0,
      xref: "container",
      xanchor: "left",
      y: 1,
      yref: "container",
      yanchor: "top",
      pad: { l: 12, t: 14 },
      font: { size: 16 },
    },
    paper_bgcolor: "#ffffff",
    // The paper shows through, so that a figure on another paper needs one change.
    plot_bgcolor: "rgba(0,0,0,0)",
    colorway: [...approachPalette],
    xaxis: axis,
    yaxis: axis,
    hovermode: "closest",
    legend: { orientation: "h", x: 0, xanchor: "left", y: -0.18, yanchor: "top" },
    margin: { l: 64, r: 24, t: 76, b: 56 },
  },
};

/** A layout in the common theme. `title` says what is shown; `subtitle` of what and over how many. */
export function themed(title: string, subtitle: string, layout: JsonObject): JsonObject {
  return {
    template,
    title: {
      text: escapeText(title),
      subtitle: { text: escapeText(subtitle), font: { size: 12, color: quiet } },
    },
    ...layout,
  };
}

/** Names come from users; Plotly reads a few HTML tags in every text, and in templates what stands in `%{…}`. */
export function escapeText(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("%{", "%&#123;");
}
