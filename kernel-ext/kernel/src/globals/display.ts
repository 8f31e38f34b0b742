import { readFileSync } from "node:fs";
import { toJson } from "../display/json";
import { encodePicture, pictureType } from "../display/media";
import { toText } from "../display/text";
import type { Screen } from "./screen";

/** `display` with its helpers, one for each common media type. */
export function newDisplay(screen: Screen): typeof globalThis.display {
  const source = (type: string) => (text: string, options?: Jupyter.DisplayOptions) =>
    screen.show({ [type]: text, "text/plain": text }, { ...options, raw: true });
  const display = (value: unknown, options?: Jupyter.DisplayOptions) => screen.show(value, options);
  return Object.assign(display, {
    html: source("text/html"),
    markdown: source("text/markdown"),
    latex: source("text/latex"),
    svg: source("image/svg+xml"),
    json: (value: unknown, options?: Jupyter.DisplayOptions) =>
      screen.show(
        { "application/json": toJson(value), "text/plain": toText(value, false) },
        { ...options, raw: true },
      ),
    image: (from: Uint8Array | ArrayBuffer | string, options?: Jupyter.DisplayOptions) =>
      screen.show(pictureOf(from), { ...options, raw: true }),
  });
}

function pictureOf(from: Uint8Array | ArrayBuffer | string): Readonly<Record<string, string>> {
  const name = typeof from === "string" ? from : undefined;
  const bytes = typeof from === "string" ? readFileSync(from) : new Uint8Array(from);
  const type = pictureType(bytes);
  if (type === undefined) {
    throw new TypeError(`${name ?? "what was given"} is no picture: give a PNG, JPEG, GIF, WebP or SVG file`);
  }
  return { [type]: encodePicture(type, bytes), "text/plain": `[${name ?? type}, ${bytes.length} bytes]` };
}
