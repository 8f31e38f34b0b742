import jpeg from "jpeg-js";
import { PNG } from "pngjs";
import { EspalierError } from "../errors";
import type { Raster } from "./resize";

/** Larger images are refused before they are decoded: nobody trains on them, and a forged header could ask for any size. */
const LARGEST_MEGAPIXELS = 100;

/**
 * The pixels of a PNG (any kind: grey, alpha, palette, 1 to 16 bits, interlaced) or JPEG (baseline or progressive),
 * float32 from 0 to 1. The content decides which it is, not the name.
 *
 * What is transparent shows white. Grey from colour is luma (ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B).
 * An EXIF orientation is not applied.
 *
 * @param where The file, for messages.
 * @throws EspalierError where it is neither, or damaged.
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

interface Rgba {
  readonly height: number;
  readonly width: number;
  /** Four bytes a pixel. */
  readonly data: Uint8Array;
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
    return png ? decodePng(bytes) : decodeJpeg(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EspalierError(`the ${png ? "PNG" : "JPEG"} image cannot be decoded (${reason})`, {
      where,
      hint: "the file is damaged or cut short: replace it, or take it out of the folder",
      cause: error,
    });
  }
}

function decodePng(bytes: Uint8Array): Rgba {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 24 && view.getUint32(16) * view.getUint32(20) > LARGEST_MEGAPIXELS * 1e6)
    throw new Error(`it claims ${view.getUint32(16)} x ${view.getUint32(20)} pixels`);
  return PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

function decodeJpeg(bytes: Uint8Array): Rgba {
  return jpeg.decode(bytes, {
    useTArray: true,
    tolerantDecoding: false,
    maxResolutionInMP: LARGEST_MEGAPIXELS,
    maxMemoryUsageInMB: 2048,
  });
}
