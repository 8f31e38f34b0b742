/*
 * PNG (https://www.w3.org/TR/png-3/) by pngjs, which trusts what it is given: it takes the last of several headers,
 * and unpacks interlaced pixels without end. So the file is read chunk by chunk before, and what pngjs gets is only
 * what it needs, of the length that the header asks for.
 */
import { crc32, deflateSync, inflateSync } from "node:zlib";
import { PNG } from "pngjs";
import { checkLimit } from "../limits";
import { largestChunk, mostPerByte } from "./gzip";
import type { Rgba } from "./rgba";

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** By type of colour: samples of a pixel, and the bits that a sample may have. */
const colours: Readonly<Record<number, { readonly samples: number; readonly depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};

/** Where each pass of an interlaced image (Adam7) begins, and its steps: x, y, across, down. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

const signatureLength = 8;
/** pngjs takes about as long, and as much memory, for a line of one pixel as for one of this many. */
const leastLine = 64;
/** Pixels may be followed by what an encoder left over; more than that is no accident. */
const slack = 65_536;

/** @throws Error saying what is wrong, EspalierError above the limit of pixels */
export function decodePng(bytes: Uint8Array, where: string): Rgba {
  // Before the rest is looked at: a large file with a forged header is not worth its check sums.
  const length = unpackedLength(bytes, where);
  const [header, ...others] = readChunks(bytes);
  for (const type of ["IHDR", "PLTE", "tRNS"]) {
    const found = others.filter((chunk) => chunk.type === type).length;
    if (found > (type === "IHDR" ? 0 : 1)) throw new Error(`it has several ${type} chunks`);
  }
  const packed = Buffer.concat(others.filter(({ type }) => type === "IDAT").map(({ data }) => data));
  const pixels = length > packed.length * mostPerByte ? undefined : inflated(packed, length + slack);
  if (!pixels || pixels.length < length) throw new Error("its pixels are cut short");
  const kept = others.filter(({ type }) => type === "PLTE" || type === "tRNS");
  const plain = [
    header!,
    ...kept,
    // Level 0 only wraps the bytes.
    { type: "IDAT", data: deflateSync(pixels.subarray(0, length), { level: 0 }) },
    { type: "IEND", data: new Uint8Array(0) },
  ];
  const signature = bytes.subarray(0, signatureLength);
  return PNG.sync.read(Buffer.concat([signature, ...plain.map(written)]), { checkCRC: false });
}

/** In one buffer of the right size: zlib's own small ones would be copied together in the end. */
function inflated(packed: Uint8Array, most: number): Uint8Array {
  return inflateSync(packed, { maxOutputLength: most, chunkSize: Math.min(largestChunk, most + 1) });
}

/** The chunks up to IEND, each within the file and with the right check sum. */
function readChunks(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let at = signatureLength;
  while (chunks.at(-1)?.type !== "IEND") {
    if (at + 12 > bytes.length) throw new Error("it ends before its last chunk");
    const length = view.getUint32(at);
    const end = at + 12 + length;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) throw new Error(`what is at byte ${at} is no chunk`);
    if (end > bytes.length) throw new Error(`the chunk ${type} at byte ${at} reaches beyond the end`);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
      throw new Error(`the check sum of the chunk ${type} at byte ${at} is wrong`);
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4) });
    at = end;
  }
  return chunks;
}

/** Bytes of all lines, each with its filter before it, by the header that the file must start with. */
function unpackedLength(bytes: Uint8Array, where: string): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = String.fromCharCode(...bytes.subarray(12, 16));
  if (bytes.length < 33 || name !== "IHDR" || view.getUint32(8) !== 13)
    throw new Error("it does not start with its header");
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, type, compression, filter, interlace] = [...bytes.subarray(24, 29)];
  if (width === 0 || height === 0) throw new Error(`it claims ${width} x ${height} pixels`);
  checkLimit("imagePixels", width * height, `it claims ${width} x ${height} pixels`, where);
  const narrow = `it claims ${height} lines of ${width} pixels, each as costly as one of ${leastLine}`;
  if (width < leastLine) checkLimit("imagePixels", leastLine * height, narrow, where);
  const colour = colours[type!];
  if (!colour?.depths.includes(depth!)) throw new Error(`there is no colour type ${type!} of ${depth!} bits`);
  if (compression !== 0 || filter !== 0 || interlace! > 1) throw new Error("it is packed in an unknown way");
  const bits = colour.samples * depth!;
  const lines = (across: number, down: number) =>
    across > 0 ? down * (1 + Math.ceil((across * bits) / 8)) : 0;
  if (interlace === 0) return lines(width, height);
  return passes.reduce(
    (sum, [x, y, across, down]) =>
      sum + lines(Math.ceil((width - x) / across), Math.max(0, Math.ceil((height - y) / down))),
    0,
  );
}

function written({ type, data }: Chunk): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, "latin1");
  chunk.set(data, 8);
  return chunk;
}
