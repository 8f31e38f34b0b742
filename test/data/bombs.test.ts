/*
 * Small files that ask for much. This file has a process of its own, whose largest memory is what counts: the sizes
 * are such that whoever unpacks a bomb stands out, on any machine.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { createDeflate, crc32, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { decodeImage } from "../../src/data/decode-image";
import { decodeIdx } from "../../src/data/idx";
import { EspalierError } from "../../src/errors";
import { LIMIT_NAMES, setLimits } from "../../src/limits";
import { chunk, flatPng, writePng } from "./png";

const MB = 1024 * 1024;
const largestMemory = () => process.resourceUsage().maxRSS * 1024;

afterEach(() => {
  setLimits(Object.fromEntries(LIMIT_NAMES.map((name) => [name, undefined])));
});

/** What `decode` throws; it may take 150 MB at most on the way. */
function refused(decode: () => unknown): string {
  const before = largestMemory();
  let message = "";
  try {
    decode();
  } catch (error) {
    expect(error).toBeInstanceOf(EspalierError);
    ({ message } = error as EspalierError);
  }
  expect(largestMemory() - before).toBeLessThan(150 * MB);
  return message;
}

describe("IDX", () => {
  const header = (type: number, ...shape: number[]) => {
    const bytes = Buffer.alloc(4 + 4 * shape.length);
    bytes[2] = type;
    bytes[3] = shape.length;
    shape.forEach((length, axis) => bytes.writeUInt32BE(length, 4 + 4 * axis));
    return bytes;
  };
  const decode = (content: Uint8Array) => refused(() => decodeIdx(content, "a.gz"));
  /** 6.4 GB of zeros in 6 MB: a gzip file may have many members. */
  const zeros = () => {
    const member = gzipSync(Buffer.alloc(64 * MB));
    return Buffer.concat(Array.from({ length: 100 }, () => member));
  };

  test("a type that IDX does not have is seen before anything is unpacked", () => {
    expect(decode(zeros())).toContain("byte 2 says the type is 0x00");
  });

  test("no more is unpacked than the header says", () => {
    const bomb = zeros();
    const small = Buffer.concat([gzipSync(header(8, 5)), bomb]);
    expect(decode(small)).toMatch(
      /^a\.gz: more bytes follow the array of shape \[5\], which ends at byte 13/,
    );
    expect(decode(Buffer.concat([gzipSync(header(8, 6e4, 1e5)), bomb]))).toMatch(
      /an array of shape \[60000, 100000\] takes 6000000012 bytes unpacked, above the limit of 4,000,000,000; .*unpackedBytes/,
    );
  });

  test("a file that is too short for what it says takes nothing", () => {
    expect(decode(gzipSync(header(8, 3e9)))).toContain("too short for what its header says");
    expect(decode(header(8, 3e9))).toContain("the file is truncated at byte 8");
  });

  test("the header may lie behind a long name, and not behind many empty blocks", () => {
    const data = Buffer.concat([header(8, 3), Buffer.from([1, 2, 3])]);
    const named = gzipSync(data);
    named[3] = 8;
    const long = Buffer.concat([
      named.subarray(0, 10),
      Buffer.alloc(60_000, 65),
      Buffer.alloc(1),
      named.subarray(10),
    ]);
    expect([...decodeIdx(long, "x").data]).toEqual([1, 2, 3]);
    const empty = Buffer.alloc(5 * 40_000, Buffer.from([0, 0, 0, 0xff, 0xff]));
    expect(
      decode(Buffer.concat([gzipSync(data).subarray(0, 10), empty, deflateSync(data).subarray(2)])),
    ).toContain("the file is truncated: it has 0 bytes");
  });

  test("products of axes beyond what numbers can count", () => {
    expect(decode(header(8, ...Array<number>(255).fill(0xffffffff)))).toContain(
      "the lengths of its 255 axes ask for more values than any file can hold",
    );
    expect(decode(header(0x0e, 0x7fffffff, 0x7fffffff))).toContain("more values than any file can hold");
    expect(decodeIdx(header(8, ...Array<number>(254).fill(0xffffffff), 0), "x").data).toHaveLength(0);
  });

  test("values of one byte are a view, not a second copy", () => {
    const content = Buffer.concat([header(8, 3), Buffer.from([1, 2, 3])]);
    expect(decodeIdx(content, "x").data.buffer).toBe(content.buffer);
  });
});

/** Zeros, packed by zlib: 1,000 bytes in one. */
async function packedZeros(megabytes: number, ...first: Uint8Array[]): Promise<Buffer> {
  const deflate = createDeflate();
  const parts: Buffer[] = [];
  const ended = new Promise((resolve, reject) => deflate.on("end", resolve).on("error", reject));
  deflate.on("data", (part: Buffer) => parts.push(part));
  for (const part of first) deflate.write(part);
  for (let i = 0; i < megabytes; i++) deflate.write(Buffer.alloc(MB));
  deflate.end();
  await ended;
  return Buffer.concat(parts);
}

describe("PNG", () => {
  const signature = flatPng(1, 1).subarray(0, 8);
  const header = (width: number, height: number, depth = 8, type = 0, interlace = 0) => {
    const data = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, depth, type, 0, 0, interlace]);
    data.writeUInt32BE(width, 0);
    data.writeUInt32BE(height, 4);
    return chunk("IHDR", data);
  };
  const end = chunk("IEND", Buffer.alloc(0));
  const decode = (...chunks: Uint8Array[]) =>
    refused(() => decodeImage(Buffer.concat([signature, ...chunks, end]), 1, "a.png"));

  test("a second header", async () => {
    const pixels = chunk("IDAT", await packedZeros(400));
    expect(decode(header(8, 8), header(20_000, 20_000), pixels)).toContain("several IHDR chunks");
    expect(decode(chunk("tEXt", Buffer.alloc(20)), header(8, 8), pixels)).toContain(
      "does not start with its header",
    );
  });

  test("pixels without end, interlaced or not", async () => {
    const pixels = chunk("IDAT", await packedZeros(400));
    for (const interlace of [0, 1]) {
      expect(decode(header(8, 8, 8, 0, interlace), pixels)).toContain("the PNG image cannot be decoded");
    }
  });

  test("a claim above the limit, and one that the file cannot hold", () => {
    expect(decode(header(20_000, 20_000))).toContain(
      "above the limit of 50,000,000; if it is meant, raise the limit",
    );
    expect(decode(header(7_000, 7_000), chunk("IDAT", deflateSync(Buffer.alloc(100))))).toContain(
      "cut short",
    );
    setLimits({ imagePixels: 100 });
    expect(decode(header(11, 10))).toContain("it claims 11 x 10 pixels, above the limit of 100");
  });

  test("texts and colour profiles are passed over, packed as they are", async () => {
    const bomb = await packedZeros(400);
    const pixels = chunk("IDAT", deflateSync(Buffer.from([0, 7, 7, 0, 7, 7])));
    const texts = ["zTXt", "iCCP", "iTXt"].map((type) =>
      chunk(type, Buffer.concat([Buffer.from("name\0\0"), bomb])),
    );
    expect(decode(header(2, 2), ...texts, pixels, ...texts)).toBe("");
  });

  test("a colour that its palette does not have, a palette that is none", () => {
    const parts = { width: 2, height: 1, type: 3, depth: 8 } as const;
    const short = writePng({ ...parts, samples: [0, 5], palette: [[1, 2, 3]] });
    expect(refused(() => decodeImage(short, 3, "a.png"))).toContain("the PNG image cannot be decoded");
    const pixels = chunk("IDAT", deflateSync(Buffer.from([0, 0])));
    const palette = chunk("PLTE", Buffer.alloc(6));
    expect(decode(header(1, 1, 8, 3), palette, palette, pixels)).toContain("several PLTE chunks");
    expect(decode(header(1, 1, 8, 3), pixels)).toContain("the PNG image cannot be decoded");
  });

  test.each([
    [3, 16],
    [2, 4],
    [5, 8],
    [0, 3],
  ])("colour type %i of %i bits", (type, depth) => {
    expect(decode(header(1, 1, depth, type), chunk("IDAT", deflateSync(Buffer.alloc(9))))).toContain(
      `there is no colour type ${type} of ${depth} bits`,
    );
  });

  test("an interlaced image comes out as the plain one", () => {
    // 3 x 2, grey of 8 bits: the passes that have pixels hold (0,0); (2,0); (1,0); and the second line.
    const passes = Buffer.from([0, 1, 0, 3, 0, 2, 0, 4, 5, 6]);
    const file = Buffer.concat([signature, header(3, 2, 8, 0, 1), chunk("IDAT", deflateSync(passes)), end]);
    expect([...decodeImage(file, 1, "x").data].map((value) => Math.round(value * 255))).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });
});

describe("JPEG", () => {
  const jpeg = readFileSync(path.join(__dirname, "fixtures", "progressive.jpg"));
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc2]));
  const decode = (bytes: Uint8Array) => refused(() => decodeImage(bytes, 3, "a.jpg"));

  test("a claim above the limit, and one that the file cannot hold", () => {
    const claimed = Buffer.from(jpeg);
    claimed.writeUInt16BE(65_000, frame + 5);
    claimed.writeUInt16BE(750, frame + 7);
    expect(decode(claimed)).toContain("bytes cannot hold them");
    claimed.writeUInt16BE(65_000, frame + 7);
    expect(decode(claimed)).toContain("it claims 65000 x 65000 pixels, above the limit of 50,000,000");
  });

  test("several frames", () => {
    const length = 2 + jpeg.readUInt16BE(frame + 2);
    const again = jpeg.subarray(frame, frame + length);
    expect(decode(Buffer.concat([jpeg.subarray(0, frame), again, jpeg.subarray(frame)]))).toContain(
      "several frames",
    );
  });

  test("thousands of scans", () => {
    const first = jpeg.indexOf(Buffer.from([0xff, 0xda]));
    const scan = jpeg.subarray(first, jpeg.indexOf(Buffer.from([0xff, 0xc4]), first));
    const bomb = Buffer.concat([
      jpeg.subarray(0, first),
      ...Array.from({ length: 5000 }, () => scan),
      jpeg.subarray(first),
    ]);
    expect(decode(bomb)).toMatch(/it has 50\d\d scans/);
  });
});

describe("seeded mutations give an EspalierError or a result, within bounds", () => {
  const fixtures = path.join(__dirname, "fixtures");
  const grey = writePng({
    width: 16,
    height: 16,
    type: 0,
    depth: 8,
    samples: Array.from({ length: 256 }, (_, i) => i),
  });
  const idx = gzipSync(
    Buffer.concat([Buffer.from([0, 0, 8, 2, 0, 0, 0, 9, 0, 0, 0, 9]), Buffer.alloc(81, 5)]),
  );
  const plainIdx = Buffer.concat([Buffer.from([0, 0, 13, 2, 0, 0, 0, 3, 0, 0, 0, 3]), Buffer.alloc(36, 5)]);
  const image = (bytes: Uint8Array) => decodeImage(bytes, 3, "x");
  const cases: readonly (readonly [string, Buffer, (bytes: Uint8Array) => { data: ArrayLike<number> }])[] = [
    ["PNG", grey, image],
    ["PNG, its check sums made right again", grey, (bytes) => image(withSums(bytes))],
    ["JPEG", readFileSync(path.join(fixtures, "baseline.jpg")), image],
    ["progressive JPEG", readFileSync(path.join(fixtures, "progressive.jpg")), image],
    ["packed IDX", idx, (bytes) => decodeIdx(bytes, "x")],
    ["plain IDX", plainIdx, (bytes) => decodeIdx(bytes, "x")],
  ];

  test.each(cases)("%s", { timeout: 300_000 }, (_, original, decode) => {
    const before = largestMemory();
    let results = 0;
    const random = numbers(7);
    for (let round = 0; round < 500; round++) {
      const bytes = mutated(original, random);
      try {
        const { data } = decode(bytes);
        results += 1;
        for (let i = 0; i < data.length; i++)
          if (Number.isNaN(data[i])) throw new Error("a value is no number");
      } catch (error) {
        expect(error, `round ${round}`).toBeInstanceOf(EspalierError);
      }
    }
    expect(results).toBeLessThan(500);
    expect(largestMemory() - before).toBeLessThan(700 * MB);
  });
});

/** Numbers from 0 to 1, the same for each seed (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

/** One to four changes: a bit, a byte, a piece taken out, doubled or cut off. */
function mutated(original: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(original);
  const below = (limit: number) => Math.floor(random() * limit);
  for (let changes = 1 + below(4); changes > 0 && bytes.length > 4; changes--) {
    const [at, kind] = [below(bytes.length), below(6)];
    if (kind < 2) bytes[at]! ^= 1 << below(8);
    else if (kind === 2) bytes[at] = [0, 255, 127, 128][below(4)]!;
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(8))]);
    else if (kind === 4)
      bytes = Buffer.concat([bytes.subarray(0, at + 1), bytes.subarray(Math.max(0, at - below(40)))]);
    else if (below(4) === 0) bytes = bytes.subarray(0, at);
  }
  return bytes;
}

/** The chunks with check sums that fit, as far as they can be told apart. */
function withSums(bytes: Uint8Array): Uint8Array {
  const fixed = Buffer.from(bytes);
  for (let at = 8; at + 12 <= fixed.length;) {
    const end = at + 12 + fixed.readUInt32BE(at);
    if (end > fixed.length) break;
    fixed.writeUInt32BE(crc32(fixed.subarray(at + 4, end - 4)), end - 4);
    at = end;
  }
  return fixed;
}

test("a PNG of very many very short lines costs what they cost to unpack, not what their pixels are", () => {
  for (const interlace of [0, 1]) {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(1, 0);
    header.writeUInt32BE(47_000_000, 4);
    header.set([1, 0, 0, 0, interlace], 8);
    const bytes = Buffer.concat([
      flatPng(1, 1).subarray(0, 8),
      chunk("IHDR", header),
      chunk("IDAT", deflateSync(Buffer.alloc(1000))),
      chunk("IEND", Buffer.alloc(0)),
    ]);
    expect(refused(() => decodeImage(bytes, 3, "tall.png"))).toMatch(
      /tall\.png: it claims 47000000 lines of 1 pixels, .*above the limit of 50,000,000/,
    );
  }
});
