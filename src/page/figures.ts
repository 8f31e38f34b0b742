import { readFileSync } from "node:fs";
import { isObject } from "../notebook/nbformat";
import { notice, scriptCode, scriptJson } from "./html";

/**
 * What draws the figures, run when the page is there. A figure takes the width that it is given. Its own `config` is
 * left out: that may name servers, and what is sent there. One that cannot be drawn leaves a line in its place.
 */
const draw = `
for (const place of document.querySelectorAll("[data-figure]")) {
  const undrawn = (error) => { place.textContent = "(this figure cannot be drawn: " + error + ")"; };
  try {
    const text = place.querySelector("script").textContent;
    const { data, layout, frames } = JSON.parse(text, (key, value) => (key === "__proto__" ? undefined : value));
    const { width, ...rest } = layout ?? {};
    place.replaceChildren();
    const config = { responsive: true, displaylogo: false, modeBarButtonsToRemove: ["select2d", "lasso2d"] };
    Plotly.newPlot(place, { data, layout: { ...rest, autosize: true }, frames, config }).catch(undrawn);
  } catch (error) {
    undrawn(error);
  }
}`;

/** Pixels: what a figure may ask for. Enough for the tallest that is of use. */
const tallest = 10_000;

/** The Plotly figures of a page; plotly.js is put into the page once, and only if there is a figure. */
export class Figures {
  private count = 0;

  /** An element in which the figure is drawn. */
  place(content: unknown): string {
    if (!isObject(content)) return notice("a Plotly figure that is not an object cannot be shown");
    this.count += 1;
    const height = isObject(content.layout) ? content.layout.height : undefined;
    // Room is kept before it is drawn, so that the page does not jump.
    const room = typeof height === "number" ? Math.min(tallest, Math.max(0, height)) : 450;
    return (
      `<div class="figure" data-figure style="min-height:${room}px">` +
      `<script type="application/json">${scriptJson(content)}</script></div>`
    );
  }

  /** What draws them: the text of one `<script>` each. */
  scripts(): string[] {
    if (this.count === 0) return [];
    const plotly = readFileSync(require.resolve("plotly.js"), "utf8");
    // A browser reads each kind of line break as one: a digest of the text must be of what it reads.
    return [plotly, `${draw}\n`].map((code) => scriptCode(code).replace(/\r\n?/g, "\n"));
  }
}
