/*
 * What can be drawn without a browser: everything that Plotly draws as SVG. The rest is refused by name, before it can
 * wait for a graphics card or a map server that never answers.
 */
import { FigureError } from "./error";
import type { Figure } from "./figure";

const needsGraphics = new Set([
  "scatter3d",
  "surface",
  "mesh3d",
  "cone",
  "streamtube",
  "volume",
  "isosurface",
  "splom",
  "parcoords",
]);

/** Types that fetch tiles or outlines of countries. */
const needsNetwork = /^(choropleth|density|scatter)(map|mapbox|geo)?$/;

export function requireDrawable(figure: Figure): void {
  for (const [i, trace] of figure.data.entries()) {
    // Plotly's own default; figures written by hand leave it out.
    const { type = "scatter" } = trace;
    const graphics = needsGraphics.has(type) || type.endsWith("gl");
    const network = type !== "scatter" && needsNetwork.test(type);
    if (graphics || network)
      throw new FigureError(
        `a picture of "${type}" needs a browser (it draws with ${graphics ? "WebGL" : "maps from the network"})`,
        {
          where: `/data/${i}/type`,
          hint: "show the figure in a notebook, where the browser draws it, or choose a type that is drawn as SVG (scatter, bar, heatmap, contour, …)",
        },
      );
  }
}
