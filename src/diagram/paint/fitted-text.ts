/* Text that is as wide as the layout took it to be, also where a page has none of the fonts that were measured. */
import { fontSize } from "../layout/size";
import { textWidth } from "../layout/text-width";
import { text } from "./svg";
import type { Colours } from "./theme";

/** A line at the font's size of its `weight`; the attributes say where. */
export function fittedText(
  content: string,
  weight: "text" | "bold" | "small",
  { fitsText }: Colours,
  attributes: Parameters<typeof text>[1],
): string {
  const size = fontSize[weight === "small" ? "small" : "text"];
  const fit = fitsText && {
    textLength: Math.round(textWidth(content, size, weight === "bold")),
    lengthAdjust: "spacingAndGlyphs",
  };
  return text(content, {
    ...attributes,
    ...(weight === "bold" && { "font-weight": "bold" }),
    ...(weight === "small" && { "font-size": fontSize.small }),
    ...fit,
  });
}
