import { layoutOf, paint, pictureOf, type FoldState, type ThemeName } from "../diagram";
import type { Graph } from "../graph";
import { formatSummary } from "../graph";
import { checkLimit, limit } from "../limits";
import { checkOptionKinds } from "../options";
import { svgToPng } from "../plots/image";
import { escapeHtml } from "../text/html";
import { View } from "./view";

export interface DrawOptions {
  /** Colours for a light or a dark ground, or those of the page that the drawing stands in. Without it `light`. */
  readonly theme?: ThemeName;
  /** What is folded (true) and what is open (false), by `data-fold` of what the drawing shows; else as it finds best. */
  readonly folds?: FoldState;
}

/**
 * A network as a drawing: inputs on top, a box for each node with its layers and the shapes that leave them, a route as
 * a diamond over its branches; parameters, FLOPs, phases, and whose weights are the same. What repeats is drawn once, with its
 * number. Dashed lines say where samples go. SVG text; names its font (Open Sans), and does not hold it.
 */
export function drawGraph(graph: Graph, options: DrawOptions = {}): string {
  checkOptionKinds("drawGraph", options, { theme: "string", folds: "object" });
  const { theme = "light", folds = {} } = options;
  const picture = pictureOf(graph, { folds });
  return paint(picture, layoutOf(picture), theme);
}

/** Pixels of the picture for one of the drawing: two, for sharp screens; below a half nobody reads it. */
const scales = { most: 2, least: 0.5 };

/** Hides the still picture where the drawing is shown; a viewer that takes out the drawing takes out this, too. */
const stillClass = "espalier-still";

/**
 * The same for a notebook: a drawing in the colours of its page, with a title on each box; beside it a still picture for
 * viewers that show no drawings; as text, the graph's summary. A large still picture has fewer pixels.
 *
 * @throws EspalierError where even at half its size it has more pixels than an image may
 */
export async function graphDiagram(graph: Graph, options: Omit<DrawOptions, "theme"> = {}): Promise<View> {
  checkOptionKinds("graphDiagram", options, { folds: "object" });
  const { folds = {} } = options;
  const picture = pictureOf(graph, { folds });
  const layout = layoutOf(picture);
  const still = paint(picture, layout, "light");
  const [, width, height] = /width="([^"]+)" height="([^"]+)"/.exec(still)!;
  const area = Number(width) * Number(height);
  const fitting = Math.sqrt(limit("imagePixels") / area);
  const scale = Math.min(scales.most, Math.max(scales.least, fitting));
  if (fitting < scales.least) {
    const pixels = Math.ceil(area * scale ** 2).toLocaleString("en");
    const nodes = graph.nodes.size.toLocaleString("en");
    checkLimit(
      "imagePixels",
      area * scale ** 2,
      `the picture of ${nodes} nodes has ${pixels} pixels (drawGraph gives the drawing as SVG, formatSummary a table)`,
    );
  }
  const png = (await svgToPng(still, { scale })).toString("base64");
  const alt = escapeHtml(picture.description);
  const html = [
    `<style>.${stillClass}{display:none}</style>`,
    paint(picture, layout, "page"),
    `<img class="${stillClass}" alt="${alt}" width="${width}" src="data:image/png;base64,${png}">`,
  ].join("\n");
  return new View({ "text/html": html, "image/png": png, "text/plain": formatSummary(graph) });
}
