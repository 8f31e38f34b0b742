/*
 * Draws docs/effects.png from what early-exit.mjs and coarse-to-fine.mjs wrote with --json:
 *
 *   node test/bench/effects/figure.mjs EARLY.json COARSE.json docs/effects.png
 */
import { readFileSync, writeFileSync } from "node:fs";
import { ink, partPalette, quiet, translucent } from "../../../dist/colours.js";
import { figureToPng } from "../../../dist/plots/image.js";
import { themed } from "../../../dist/plots/theme.js";
import { mean } from "./arithmetic.mjs";

const [early, coarse, out] = process.argv.slice(2);
const { runs: exits } = JSON.parse(readFileSync(early, "utf8"));
const { runs: folds } = JSON.parse(readFileSync(coarse, "utf8"));

const line = (color, width, dash = "solid") => ({ color, width, dash });

/** Share that leaves -> accuracy lost or won, in points, for one list of [threshold, share, accuracy]. */
const tradeOff = (points, name, look) => ({
  type: "scatter",
  mode: "lines",
  name,
  showlegend: false,
  x: points.map(([share]) => 100 * share),
  y: points.map(([, difference]) => 100 * difference),
  line: look,
});
const curves = exits.map(({ curve, late }) => curve.map(([, share, accuracy]) => [share, accuracy - late]));
const middle = curves[0].map((_, i) => [0, 1].map((part) => mean(curves.map((curve) => curve[i][part]))));

const levels = ["sort", "kind", "item"];
const trainings = { scheduled: "solid", constant: "dot", flat: "dash" };
const byEpoch = Object.entries(trainings).flatMap(([training, dash]) =>
  levels
    .filter((level) => training !== "flat" || level === "item")
    .map((level) => ({
      type: "scatter",
      mode: "lines",
      name: `${level}, ${training}`,
      xaxis: "x2",
      yaxis: "y2",
      x: folds[0][training].epochs.map((_, i) => i + 1),
      y: folds[0][training].epochs.map(
        (_, i) => 100 * mean(folds.map((run) => run[training].epochs[i][level])),
      ),
      line: line(partPalette[levels.indexOf(level)], 2, dash),
    })),
);

const title = (text, x) => ({
  text,
  x,
  xref: "paper",
  xanchor: "left",
  y: 1.06,
  yref: "paper",
  yanchor: "bottom",
  showarrow: false,
  font: { size: 13, color: ink },
});
const figure = {
  data: [
    ...curves.map((curve, i) => tradeOff(curve, `seed ${i + 1}`, line(translucent(partPalette[2], 0.45), 1))),
    tradeOff(middle, "mean", line(partPalette[2], 2.5)),
    ...byEpoch,
  ],
  layout: themed(
    "Early exit, and coarse to fine",
    `digits, seeds: ${exits.length}; garments, means over folds: ${folds.length}; all on samples that did not train`,
    {
      width: 1000,
      height: 480,
      margin: { l: 64, r: 200, t: 110, b: 60 },
      xaxis: { domain: [0, 0.44], range: [60, 100], title: { text: "leave early, %" } },
      yaxis: {
        title: { text: "accuracy - that of the last head, points" },
        zeroline: true,
        zerolinecolor: quiet,
      },
      xaxis2: { domain: [0.56, 1], anchor: "y2", title: { text: "epoch" } },
      yaxis2: { anchor: "x2", title: { text: "accuracy, %" } },
      legend: { orientation: "v", x: 1.02, xanchor: "left", y: 1, yanchor: "top" },
      shapes: [{ type: "line", x0: 85, x1: 85, yref: "y domain", y0: 0, y1: 1, line: line(quiet, 1, "dot") }],
      annotations: [
        title("B-LeNet: what leaving early costs", 0),
        title("Three levels, scheduled weights or not", 0.56),
      ],
    },
  ),
};
writeFileSync(out, await figureToPng(figure, { width: 1000, height: 480 }));
