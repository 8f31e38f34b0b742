/*
 * Names down the left side, the first on top: an axis of numbers with names for ticks, so that marks may lie beside
 * a row's middle.
 */
import type { JsonObject } from "./figure";
import { escapeText } from "./theme";

export function categoryRows(names: readonly string[]): JsonObject {
  return {
    tickmode: "array",
    tickvals: names.map((_, i) => i),
    ticktext: names.map(escapeText),
    range: [names.length - 0.5, -0.5],
    showgrid: false,
    ticks: "",
    fixedrange: true,
  };
}
