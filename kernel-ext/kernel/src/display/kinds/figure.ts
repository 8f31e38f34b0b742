import { figureForms, paintInThread, type Figure } from "espalier-figure";
import { toJson } from "../json";
import type { Kind } from "../kind";
import { peek } from "../peek";

/**
 * Plotly's figures: whoever made them, they are plain objects of these keys. The still picture takes a moment (the first
 * one nearly two seconds), on a thread of its own: cells, comms and interrupts go on meanwhile.
 */
export const figure: Kind = {
  name: "figure",
  show(value) {
    if (!isFigure(value)) return undefined;
    // Functions, which cannot be sent, are left out, and typed arrays, which JSON does not know, become arrays.
    const copy = toJson(value) as Figure;
    return {
      ...figureForms(copy, { still: false }),
      better: async () => figureForms(copy, { paint: paintInThread }),
    };
  },
};

const keys = new Set(["data", "layout", "config", "frames"]);

function isFigure(value: object): boolean {
  const { data, layout } = peek(value, "data", "layout");
  const isObject = (part: unknown) => typeof part === "object" && part !== null && !Array.isArray(part);
  return (
    Array.isArray(data) &&
    data.every(isObject) &&
    isObject(layout) &&
    Object.keys(value).every((key) => keys.has(key))
  );
}
