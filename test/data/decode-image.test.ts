import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { EspalierError } from "../../src/errors";
import { decodeImage } from "../../src/data/decode-image";
import { flatPng, writePng, type PngParts } from "./png";

const fixtures = path.join(__dirname, "fixtures");
const expected = JSON.parse(readFileSync(path.join(fixtures, "images.json"), "utf8")) as Record<
  string,
  number[][][]
>;

const pixels = (parts: PngParts, channels: 1 | 3 = 3) => [
  ...decodeImage(writePng(parts), channels, "x.png").data.map((value) => Math.round(value * 255)),
];
const two = { width: 2, height: 1 };

describe("PNG", () => {
  test.each([1, 2, 4, 8, 16] as const)("grey of %i bits", (depth) => {
    const most = 2 ** depth - 1;
    expect(pixels({ ...two, type: 0, depth, samples: [0, most] })).toEqual([0, 0, 0, 255, 255, 255]);
  });

  test("colour of 8 and 16 bits", () => {
    const samples = [10, 20, 30, 200, 210, 220];
    expect(pixels({ ...two, type: 2, depth: 8, samples })).toEqual(samples);
    const deep = samples.map((sample) => sample * 257);
    expect(pixels({ ...two, type: 2, depth: 16, samples: deep })).toEqual(samples);
  });

  test("palette of 2 bits, with alpha", () => {
    const palette = [
      [1, 2, 3],
      [250, 0, 100],
      [0, 0, 0],
    ] as const;
    const parts = { ...two, type: 3, depth: 2, palette } as const;
    expect(pixels({ ...parts, samples: [0, 1] })).toEqual([1, 2, 3, 250, 0, 100]);
    expect(pixels({ ...parts, samples: [2, 1], paletteAlpha: [255, 255, 0] })).toEqual([
      255, 255, 255, 250, 0, 100,
    ]);
  });

  test("alpha: what is transparent shows white, half of it half", () => {
    expect(pixels({ ...two, type: 6, depth: 8, samples: [0, 0, 0, 0, 100, 0, 255, 255] })).toEqual([
      255, 255, 255, 100, 0, 255,
    ]);
    expect(pixels({ ...two, type: 4, depth: 8, samples: [0, 51, 80, 255] }, 1)).toEqual([204, 80]);
  });

  test("grey from colour is luma", () => {
    expect(
      pixels({ width: 3, height: 1, type: 2, depth: 8, samples: [255, 0, 0, 0, 255, 0, 0, 0, 255] }, 1),
    ).toEqual([Math.round(0.299 * 255), Math.round(0.587 * 255), Math.round(0.114 * 255)]);
  });
});

describe("JPEG, as Pillow reads it", () => {
  test.each([
    // Largest and mean difference, of 255.
    ["baseline", 4, 1],
    ["progressive", 4, 1],
    ["restart", 4, 1],
    ["grey", 2, 1],
    // Pillow smooths subsampled colour between blocks, which the format leaves open.
    ["subsampled", 24, 8],
  ])("%s", (name, most, mean) => {
    const image = decodeImage(readFileSync(path.join(fixtures, `${name}.jpg`)), 3, name);
    expect([image.height, image.width, image.channels]).toEqual([13, 18, 3]);
    const reference = expected[name]!.flat(2);
    const apart = image.data.map((value, i) => Math.abs(value * 255 - reference[i]!));
    expect(Math.max(...apart)).toBeLessThanOrEqual(most);
    expect(apart.reduce((sum, value) => sum + value, 0) / apart.length).toBeLessThan(mean);
  });
});

describe("refused, naming the file", () => {
  const png = flatPng(20, 20);
  const jpeg = readFileSync(path.join(fixtures, "baseline.jpg"));
  const claimed = Buffer.from(png);
  claimed.writeUInt32BE(100_000_000, 16);
  const cases: [string, Uint8Array, string][] = [
    ["an empty file", new Uint8Array(0), "the file is empty"],
    ["a GIF", Buffer.from("GIF89a…"), "this is neither a PNG nor a JPEG image"],
    ["a PNG of which only the signature is there", png.subarray(0, 8), "the PNG image cannot be decoded"],
    [
      "a PNG with a damaged byte",
      png.map((byte, i) => (i === 50 ? byte ^ 1 : byte)),
      "the PNG image cannot be decoded",
    ],
    ["a PNG that claims a hundred million columns", claimed, "it claims 100000000 x 20 pixels"],
    ["a JPEG cut in its header", jpeg.subarray(0, 100), "the JPEG image cannot be decoded"],
    ["a JPEG cut in its pixels", jpeg.subarray(0, jpeg.length - 60), "the JPEG image cannot be decoded"],
  ];
  test.each(cases)("%s", (_, bytes, message) => {
    const decode = () => decodeImage(bytes, 3, "cats/1.png");
    expect(decode).toThrow(EspalierError);
    expect(decode).toThrow(message);
    expect(decode).toThrow(/^cats\/1\.png: /);
  });

  test("every PNG that was cut somewhere", () => {
    for (let length = 0; length < png.length; length++)
      expect(() => decodeImage(png.subarray(0, length), 3, "x"), `cut at ${length}`).toThrow(EspalierError);
  });

  test("every JPEG that was cut somewhere", () => {
    for (let length = 0; length < jpeg.length - 2; length++)
      expect(() => decodeImage(jpeg.subarray(0, length), 3, "x"), `cut at ${length}`).toThrow(EspalierError);
  });
});
