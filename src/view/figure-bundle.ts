import { figureForms, paintInThread, type FormsOptions } from "espalier-figure";
import type { Figure } from "../plots";
import type { MimeBundle } from "./mime";

/** How a figure is shown: the size of its still picture, and whether there is one. */
export type FigureOptions = Omit<FormsOptions, "paint">;

/**
 * A figure in all its forms: Plotly's JSON for front ends that draw it, a PNG beside it for those that do not, a
 * line of text. Where no still picture can be made, the text says why.
 */
export function figureBundle(figure: Figure, options: FigureOptions = {}): MimeBundle | Promise<MimeBundle> {
  const forms = figureForms(figure, { ...options, paint: paintInThread });
  return forms instanceof Promise ? forms.then(({ data }) => data) : forms.data;
}
