import { toJson } from "../json";
import type { Kind } from "../kind";

export interface Figure {
  readonly data: readonly object[];
  readonly layout: object;
  readonly config?: object;
  readonly frames?: readonly object[];
}

/** Plotly's figures: whoever made them, they are plain objects of these keys. */
export const figure: Kind = {
  name: "figure",
  show(value) {
    if (!isFigure(value)) return undefined;
    return { data: { "application/vnd.plotly.v1+json": toJson(value), "text/plain": "Figure" } };
  },
};

const keys = new Set(["data", "layout", "config", "frames"]);

function isFigure(value: object): value is Figure {
  const { data, layout } = value as Partial<Record<string, unknown>>;
  const isObject = (part: unknown) => typeof part === "object" && part !== null && !Array.isArray(part);
  return (
    Array.isArray(data) &&
    data.every(isObject) &&
    isObject(layout) &&
    Object.keys(value).every((key) => keys.has(key))
  );
}
