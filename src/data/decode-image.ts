import { EspalierError } from "../errors";
import { decodeJpeg } from "./decode-jpeg";
import { decodePng } from "./decode-png";
import type { Raster } from "./resize";
import type { Rgba } from "./rgba";

/**
 * The pixels of a PNG (any kind: grey, alpha, palette, 1 to 16 bits, interlaced) or JPEG (baseline or progressive),
 * float32 from 0 to 1. The content decides which it is, not the name.
 *
 * What is transparent shows white. Grey from colour is luma (ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B).
 * An EXIF orientation is not applied. What a header claims is held against `imagePixels` and against the file's own
 * length before anything of that size is made.
 *
 * @param where The file, for messages.
 * @throws EspalierError where it is neither, damaged, or too large.
 */
export function decodeImage(bytes: Uint8Array, channels: 1 | 3, where: string): Raster {
  const { height, width, data } = decodeRgba(bytes, where);
  const pixels = new Float32Array(height * width * channels);
  for (let i = 0, out = 0; i < height * width; i++) {
    const alpha = data[4 * i + 3]! / 255;
    const white = 1 - alpha;
    const red = (data[4 * i]! / 255) * alpha + white;
    const green = (data[4 * i + 1]! / 255) * alpha + white;
    const blue = (data[4 * i + 2]! / 255) * alpha + white;
    if (channels === 1) pixels[out++] = 0.299 * red + 0.587 * green + 0.114 * blue;
    else {
      pixels[out++] = red;
      pixels[out++] = green;
      pixels[out++] = blue;
    }
  }
  return { height, width, channels, data: pixels };
}

const startsWith = (bytes: Uint8Array, ...start: number[]) => start.every((byte, i) => bytes[i] === byte);

function decodeRgba(bytes: Uint8Array, where: string): Rgba {
  const png = startsWith(bytes, 0x89, 0x50, 0x4e, 0x47);
  if (!png && !startsWith(bytes, 0xff, 0xd8))
    throw new EspalierError(
      bytes.length === 0 ? "the file is empty" : "this is neither a PNG nor a JPEG image",
      { where, hint: "convert it, or take it out of the folder" },
    );
  try {
    return png ? decodePng(bytes, where) : decodeJpeg(bytes, where);
  } catch (error) {
    if (error instanceof EspalierError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EspalierError(`the ${png ? "PNG" : "JPEG"} image cannot be decoded (${reason})`, {
      where,
      hint: "the file is damaged or cut short: replace it, or take it out of the folder",
      cause: error,
    });
  }
}
