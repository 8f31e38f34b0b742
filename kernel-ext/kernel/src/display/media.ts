/*
 * Media types: which there are, and which one some bytes have.
 */

const known = /^(text|image|audio|video|application)\/[\w!#$&^.+-]+(;.*)?$/i;

export function isMediaType(text: string): boolean {
  return known.test(text);
}

/** Whether the form is a value (of JSON) and not text or base64. */
export function isJsonType(type: string): boolean {
  return /^application\/(.*\+)?json$/i.test(type.replace(/;.*/, ""));
}

/** The media type of a picture, by its first bytes; `undefined` for anything else. */
export function pictureType(bytes: Uint8Array): string | undefined {
  const text = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString("latin1");
  if (text(0, 8) === "\x89PNG\r\n\x1a\n") return "image/png";
  if (text(0, 3) === "\xff\xd8\xff") return "image/jpeg";
  if (/^GIF8[79]a/.test(text(0, 6))) return "image/gif";
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "image/webp";
  if (isSvg(text(0, 1000))) return "image/svg+xml";
  return undefined;
}

/** Whether a text begins as an SVG file does. */
function isSvg(text: string): boolean {
  return /^(\xef\xbb\xbf|\ufeff)?\s*(<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/i.test(
    text,
  );
}

/** SVG as text, all else as base64: what a front end expects. */
export function encodePicture(type: string, bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return type === "image/svg+xml" ? standaloneSvg(buffer.toString("utf8")) : buffer.toString("base64");
}

/** Within a page SVG needs no namespace; as a picture of its own, which front ends make of it, it does. */
export function standaloneSvg(svg: string): string {
  const [start = ""] = /<svg(\s[^>]*)?>/i.exec(svg) ?? [];
  return /\sxmlns\s*=/.test(start)
    ? svg
    : svg.replace(/<svg(?=[\s/>])/i, '<svg xmlns="http://www.w3.org/2000/svg"');
}
