import { EspalierError } from "../errors";
import { figureToPng } from "../export/image";
import type { Figure } from "../plots";
import type { MimeBundle } from "./mime";

export interface FigureOptions {
  /** Of the still picture, in pixels; 700 without it. */
  readonly width?: number;
  readonly height?: number;
  /** Whether a still picture goes along, for GitHub, nbconvert and front ends without Plotly. True without it. */
  readonly still?: boolean;
}

/** Above this a picture without a browser takes many seconds. */
const mostMarks = 20_000;

/**
 * A figure in all its forms: Plotly's JSON for front ends that draw it, a PNG beside it for those that do not, a
 * line of text. Where no still picture can be made, the text says why.
 */
export function figureBundle(figure: Figure, options: FigureOptions = {}): MimeBundle | Promise<MimeBundle> {
  const { still = true, ...size } = options;
  const line = describe(figure);
  const plotly = { "application/vnd.plotly.v1+json": { data: figure.data, layout: figure.layout } };
  if (!still) return { ...plotly, "text/plain": line };
  const marks = countMarks(figure);
  if (marks > mostMarks)
    return { ...plotly, "text/plain": `${line}; no still picture: ${marks} marks are too many` };
  return figureToPng(figure, size).then(
    (png) => ({ ...plotly, "image/png": png.toString("base64"), "text/plain": line }),
    (error: unknown) => {
      if (!(error instanceof EspalierError)) throw error;
      return { ...plotly, "text/plain": `${line}; no still picture: ${error.what}` };
    },
  );
}

/** `Figure "Accuracy of each approach" (8 scatter)`. */
function describe({ data, layout }: Figure): string {
  const title = layout.title;
  const text = typeof title === "object" && title !== null && "text" in title ? title.text : title;
  const kinds = new Map<string, number>();
  for (const { type } of data as readonly { type?: string }[])
    kinds.set(type ?? "scatter", (kinds.get(type ?? "scatter") ?? 0) + 1);
  const counts = [...kinds].map(([type, count]) => `${count} ${type}`).join(", ");
  return `Figure${typeof text === "string" ? ` "${text.replace(/<[^>]*>/g, " ")}"` : ""} (${counts || "empty"})`;
}

/** Elements that a drawing would have: a line is one, however long. */
function countMarks({ data }: Figure): number {
  const length = (value: unknown) => (Array.isArray(value) ? value.length : 0);
  return data.reduce((sum, trace) => {
    const isLine = trace.type === "scatter" && trace.mode === "lines";
    return sum + (isLine ? 1 : Math.max(length(trace.x), length(trace.y), length(trace.values)));
  }, 0);
}
