/*
 * What Plotly draws, as JSON and nothing else: it can be saved, sent to a notebook, changed by hand.
 */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** One trace of Plotly: `type` says which, its attributes are Plotly's own. */
export interface Trace extends JsonObject {
  readonly type: string;
}

/** A Plotly figure. `layout.template` holds the theme; `layout.height` is in pixels, the width is the reader's. */
export interface Figure {
  readonly data: readonly Trace[];
  readonly layout: JsonObject;
}

/** Whether a value looks like a figure: an array of data, each with attributes, and a layout. */
export function isFigure(value: unknown): value is Figure {
  if (typeof value !== "object" || value === null) return false;
  const { data, layout } = value as Partial<Record<string, unknown>>;
  const isObject = (part: unknown) => typeof part === "object" && part !== null && !Array.isArray(part);
  return Array.isArray(data) && data.every(isObject) && isObject(layout);
}
