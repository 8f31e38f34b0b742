/*
 * How all figures look: one template.
 */
import { approachPalette, ink, quiet, rule } from "../colours";
import { visible } from "../visible";
import type { JsonObject } from "./figure";

const fontFamily = '"Open Sans", Arial, sans-serif';

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
