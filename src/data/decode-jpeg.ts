/*
 * JPEG (ITU-T T.81) by jpeg-js, which takes memory for as many pixels as a header claims, for each header. So markers
 * are read before: how many pixels, in how many scans, and whether the file is long enough to hold them.
 */
import jpeg from "jpeg-js";
import { checkLimit, limit } from "../limits";
import type { Rgba } from "./rgba";

/** A block of 8 x 8 pixels takes at least one bit. */
const mostPixelsPerByte = 8 * 64;

/** Each scan of a progressive image walks over all of it; encoders write about ten. */
const mostScans = 100;
/** All scans together may walk over as many pixels as this many largest images. */
const mostWalks = 16;

/** Bytes of a pixel in jpeg-js: three components of coefficients (4 + 1 bytes each) and four bytes of colour, rounded up. */
const bytesPerPixel = 24;

/** @throws Error saying what is wrong, EspalierError above the limit of pixels */
export function decodeJpeg(bytes: Uint8Array, where: string): Rgba {
  const { width, height, scans } = readMarkers(bytes);
  const pixels = width * height;
  const claims = `it claims ${width} x ${height} pixels`;
  if (pixels === 0) throw new Error(claims);
  checkLimit("imagePixels", pixels, claims, where);
  if (pixels > Math.max(64, bytes.length) * mostPixelsPerByte)
    throw new Error(`${claims}, and ${bytes.length} bytes cannot hold them`);
  if (scans > mostScans) throw new Error(`it has ${scans} scans`);
  checkLimit("imagePixels", (pixels * scans) / mostWalks, `${claims} in ${scans} scans`, where);
  return jpeg.decode(bytes, {
    useTArray: true,
    tolerantDecoding: false,
    maxResolutionInMP: limit("imagePixels") / 1e6,
    maxMemoryUsageInMB: Math.max(64, (limit("imagePixels") * bytesPerPixel) / 2 ** 20),
  });
}

interface Markers {
  readonly width: number;
  readonly height: number;
  readonly scans: number;
}

const startOfFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** Markers that nothing follows: restarts, start, end, and one for temporary use. */
const standsAlone = (marker: number): boolean => (marker >= 0xd0 && marker <= 0xd9) || marker === 0x01;

/** Walks from segment to segment. Data of a scan are passed over: in them, a byte of 255 is no marker before 0. */
function readMarkers(bytes: Uint8Array): Markers {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame: Omit<Markers, "scans"> | undefined;
  let scans = 0;
  for (let at = bytes.indexOf(0xff); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at)) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) at += 1;
    else if (marker === 0 || standsAlone(marker)) at += 2;
    else {
      const length = at + 4 <= bytes.length ? view.getUint16(at + 2) : 0;
      if (length < 2 || at + 2 + length > bytes.length)
        throw new Error(`the segment at byte ${at} is cut short`);
      if (marker === 0xda) scans += 1;
      if (startOfFrame(marker)) {
        if (frame) throw new Error("it has several frames");
        if (length < 8) throw new Error("its frame says no size");
        frame = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
      }
      at += 2 + length;
    }
  }
  if (!frame) throw new Error("it says no size");
  return { ...frame, scans };
}
