/* A picture in its layout as SVG text. */
import { branchPalette } from "../../colours";
import type { Layout } from "../layout/layout";
import type { Box, Picture } from "../model";
import { paintBox } from "./box";
import { legendOf } from "./legend";
import { element, titleOf } from "./svg";
import { escapeHtml } from "../../text/html";
import { visible } from "../../visible";
import { className, pageStyle, themes, type ThemeName } from "./theme";
import { paintWire } from "./wire";

export type { ThemeName } from "./theme";

/** SVG text; names its font (Open Sans), and does not hold it. */
export function paint(picture: Picture, layout: Layout, theme: ThemeName): string {
  const colours = themes[theme];
  const legend = legendOf(picture, colours);
  const width = Math.max(layout.width, legend.width);
  const height = layout.height + legend.height;
  const boxes: string[] = [];
  const branches = new Set<number>();
  const add = (box: Box) => {
    boxes.push(paintBox(box, layout.places.get(box.id)!, picture, colours));
    if (box.branch !== undefined) branches.add(box.branch % branchPalette.length);
    box.boxes.forEach(add);
  };
  picture.boxes.forEach(add);
  const inPage = theme === "page";
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      ...(inPage && { class: className, style: "max-width:100%;height:auto" }),
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": picture.description,
      "font-family": "Open Sans, Arial, sans-serif",
      "font-size": 11.5,
    },
    titleOf(picture.title === "" ? "Network" : picture.title),
    `<desc>${escapeHtml(visible(picture.description))}</desc>`,
    inPage ? `<style>${pageStyle([...branches])}</style>` : "",
    inPage ? "" : element("rect", { width, height, fill: colours.paper }),
    "\n",
    // Frames first: what leads from box to box is drawn over those around it.
    boxes.join("\n"),
    "\n",
    layout.wires.map((wire) => paintWire(wire, colours)).join("\n"),
    "\n",
    legend.paint(16, layout.height),
  );
}
