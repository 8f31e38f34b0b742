/*
 * Still pictures: from bytes, alone or side by side with a line of text under each.
 */
import { EspalierError } from "../errors";
import { svgToPng } from "../plots/image";
import { escapeHtml } from "../text/html";
import { visible } from "../visible";
import { View } from "./view";
import { checkOptionKinds } from "../options";

type ImageType = "image/png" | "image/jpeg";

/** By the first bytes; `undefined` for anything else. */
export function imageType(bytes: Uint8Array): ImageType | undefined {
  const starts = (...expected: readonly number[]) => expected.every((byte, i) => bytes[i] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47)) return "image/png";
  if (starts(0xff, 0xd8, 0xff)) return "image/jpeg";
  return undefined;
}

/** The bytes of a PNG or JPEG file as a picture. */
export function picture(bytes: Uint8Array, description = "picture"): View {
  return new View({
    [requireImage(bytes)]: base64(bytes),
    "text/plain": `[${description}, ${bytes.length} bytes]`,
  });
}

export interface Captioned {
  /** The bytes of a PNG or JPEG file. */
  readonly image: Uint8Array;
  /** One line. */
  readonly caption: string;
}

export interface PicturesOptions {
  /** Pictures in a row; 6 without it. */
  readonly columns?: number;
  /** Width and height of each picture's place, in pixels; 96 without it. Pictures fill it, in their own proportions. */
  readonly size?: number;
}

const captionHeight = 20;
const gap = 10;

/** Pictures in rows with a caption under each, as one PNG: it looks the same wherever the notebook is read. */
export async function pictures(items: readonly Captioned[], options: PicturesOptions = {}): Promise<View> {
  checkOptionKinds("pictures", options, { columns: "number", size: "number" });
  const { columns = 6, size = 96 } = options;
  if (items.length === 0) throw new EspalierError("there are no pictures to show");
  if (!(columns >= 1 && size >= 8))
    throw new EspalierError(`pictures of ${size} pixels in ${columns} columns`, {
      hint: "use at least 8 pixels and one column",
    });
  const across = Math.min(columns, items.length);
  const width = gap + across * (size + gap);
  const height = gap + Math.ceil(items.length / columns) * (size + captionHeight + gap);
  const parts = items.map(({ image, caption }, i) => {
    const left = gap + (i % columns) * (size + gap);
    const top = gap + Math.floor(i / columns) * (size + captionHeight + gap);
    // Small pictures are enlarged as they are, pixel by pixel.
    return `<image x="${left}" y="${top}" width="${size}" height="${size}" image-rendering="optimizeSpeed" href="data:${requireImage(image)};base64,${base64(image)}"/>
<text x="${left + size / 2}" y="${top + size + 14}" ${fitted(caption, size)}>${escapeHtml(visible(caption))}</text>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<rect width="100%" height="100%" fill="#ffffff"/>
<g font-family="Open Sans" font-size="11" text-anchor="middle" fill="#2f3640">
${parts.join("\n")}
</g></svg>`;
  return new View({
    "image/png": base64(await svgToPng(svg, { scale: 2 })),
    "text/plain": items.map(({ caption }) => `[${caption}]`).join(" "),
  });
}

/** Long captions are set closer, so that they keep to their picture. */
function fitted(caption: string, size: number): string {
  const likely = caption.length * 6;
  return likely > size + gap ? `textLength="${size + gap - 4}" lengthAdjust="spacingAndGlyphs"` : "";
}

function requireImage(bytes: Uint8Array): ImageType {
  const type = imageType(bytes);
  if (!type)
    throw new EspalierError("these bytes are no picture", { hint: "give the content of a PNG or JPEG file" });
  return type;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
