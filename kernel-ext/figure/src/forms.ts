import { figureToPng, heightOf, widthOf } from "./draw";
import { FigureError } from "./error";
import type { Figure } from "./figure";
import { countMarks } from "./marks";
import type { Paint } from "./painter";
import { withTitles } from "./titles";

export interface FormsOptions {
  /** Of the still picture, in pixels. The figure's own without it, or 700. */
  readonly width?: number;
  /** The figure's own without it, or 450. */
  readonly height?: number;
  /** Whether a still picture goes along, for GitHub, nbconvert and front ends without Plotly. True without it. */
  readonly still?: boolean;
  /** Who draws it; `figureToPng` without it. */
  readonly paint?: Paint;
}

/** By media type, and what a front end is told of each form. */
export interface Forms {
  readonly data: { readonly "text/plain": string; readonly [type: string]: unknown };
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Above this a picture without a browser takes many seconds. */
const mostMarks = 20_000;

/**
 * A figure in all its forms: Plotly's JSON for front ends that draw it, a PNG beside it for those that do not, a
 * line of text. Where no still picture can be made, the text says why. Never rejects.
 */
export function figureForms(figure: Figure, options: FormsOptions & { readonly still: false }): Forms;
export function figureForms(figure: Figure, options?: FormsOptions): Forms | Promise<Forms>;
export function figureForms(figure: Figure, options: FormsOptions = {}): Forms | Promise<Forms> {
  const { still = true, paint = figureToPng, width = widthOf(figure), height = heightOf(figure) } = options;
  const shown = withTitles(figure);
  const line = describe(shown);
  const plotly = { "application/vnd.plotly.v1+json": shown };
  const alone = (reason?: string): Forms => ({
    data: { ...plotly, "text/plain": reason === undefined ? line : `${line}; no still picture: ${reason}` },
    metadata: {},
  });
  if (!still) return alone();
  const marks = countMarks(shown);
  if (marks > mostMarks) return alone(`${marks} marks are too many`);
  // Pixel for pixel: JupyterLab's renderer of Plotly shows the picture, until it is touched, as wide as its pixels are.
  return paint(shown, { width, height, scale: 1 }).then(
    (png) => ({
      data: { ...plotly, "image/png": png.toString("base64"), "text/plain": line },
      metadata: { "image/png": { width, height } },
    }),
    (error: unknown) => alone(error instanceof FigureError ? error.what : `Plotly failed: ${String(error)}`),
  );
}

/** `Figure "Accuracy of each approach" (8 scatter)`. */
function describe({ data, layout: { title } }: Figure): string {
  const text = typeof title === "object" && title !== null && "text" in title ? title.text : title;
  const kinds = new Map<string, number>();
  for (const { type = "scatter" } of data) kinds.set(type, (kinds.get(type) ?? 0) + 1);
  const counts = [...kinds].map(([type, count]) => `${count} ${type}`).join(", ");
  return `Figure${typeof text === "string" ? ` "${text.replace(/<[^>]*>|\s+/g, " ")}"` : ""} (${counts || "empty"})`;
}
