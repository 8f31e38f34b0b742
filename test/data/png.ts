/* A small PNG writer of our own, so that the reader is not tested against the library that it uses. */
import { crc32, deflateSync } from "node:zlib";

export interface PngParts {
  readonly width: number;
  readonly height: number;
  /** 0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha. */
  readonly type: 0 | 2 | 3 | 4 | 6;
  readonly depth: 1 | 2 | 4 | 8 | 16;
  /** `height * width * samples` numbers below 2^depth. */
  readonly samples: readonly number[];
  readonly palette?: readonly (readonly [number, number, number])[];
  /** tRNS: alpha of each palette entry. */
  readonly paletteAlpha?: readonly number[];
}

export function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** Samples packed to whole bytes, most significant bit first. */
function pack(samples: readonly number[], depth: number): Buffer {
  const bits = samples.map((sample) => sample.toString(2).padStart(depth, "0")).join("");
  return Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, "0"), 2)));
}

export function writePng({ width, height, type, depth, samples, palette, paletteAlpha }: PngParts): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = depth;
  header[9] = type;
  const perRow = samples.length / height;
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.concat([Buffer.from([0]), pack(samples.slice(y * perRow, (y + 1) * perRow), depth)]),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    ...(palette ? [chunk("PLTE", Buffer.from(palette.flat()))] : []),
    ...(paletteAlpha ? [chunk("tRNS", Buffer.from(paletteAlpha))] : []),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A colour PNG of one value. */
export function flatPng(height: number, width: number, value = 128): Buffer {
  return writePng({
    width,
    height,
    type: 2,
    depth: 8,
    samples: new Array<number>(height * width * 3).fill(value),
  });
}
