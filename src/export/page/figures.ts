import { readFileSync } from "node:fs";
import { scriptCode, scriptJson } from "./html";

interface PlotlyFigure {
  readonly data?: unknown;
  readonly layout?: { readonly height?: unknown };
}

/** What draws the figures, run when the page is there. A figure takes the width that it is given. */
const draw = `
for (const place of document.querySelectorAll(".figure")) {
  const { data, layout, frames } = JSON.parse(place.querySelector("script").textContent);
  const { width, ...rest } = layout ?? {};
  place.replaceChildren();
  const config = { responsive: true, displaylogo: false, modeBarButtonsToRemove: ["select2d", "lasso2d"] };
  Plotly.newPlot(place, { data, layout: { ...rest, autosize: true }, frames, config });
}`;

/** The Plotly figures of a page; plotly.js is put into the page once, and only if there is a figure. */
export class Figures {
  private count = 0;

  /** An element in which the figure is drawn. */
  place(content: unknown): string {
    this.count += 1;
    const { layout } = content as PlotlyFigure;
    // Room is kept before it is drawn, so that the page does not jump.
    const height = typeof layout?.height === "number" ? layout.height : 450;
    return (
      `<div class="figure" style="min-height:${height}px">` +
      `<script type="application/json">${scriptJson(content)}</script></div>`
    );
  }

  scripts(): string {
    if (this.count === 0) return "";
    const plotly = readFileSync(require.resolve("plotly.js"), "utf8");
    return `<script>${scriptCode(plotly)}</script>\n<script>${draw}\n</script>`;
  }
}
