import { describe, expect, test } from "vitest";
import { contactSheet } from "../../src/data/contact-sheet";
import { decodeImage } from "../../src/data/decode-image";
import { fromArrays } from "../../src/data/from-arrays";

/** Four grey pictures of 1 x 2 pixels; the third has a value out of range. */
const grey = fromArrays({
  inputs: { image: { shape: [1, 2, 1], data: Float32Array.of(0, 1, 0.2, 0.4, -1, 2, 0.6, 0.8) } },
  labels: { kind: [1, 0, 1, 1] },
});
function sheet(options: Parameters<typeof contactSheet>[1]) {
  const { height, width, data } = decodeImage(
    contactSheet(grey, { scale: 1, gap: 1, ...options }),
    1,
    "sheet",
  );
  return Array.from({ length: height }, (_, y) =>
    [...data.slice(y * width, (y + 1) * width)].map((value) => Math.round(value * 10)),
  );
}

describe("contactSheet", () => {
  test("puts pictures side by side on white, cut to the range", () => {
    const white = new Array<number>(7).fill(10);
    expect(sheet({ columns: 2 })).toEqual([
      white,
      [10, 0, 10, 10, 2, 4, 10],
      white,
      [10, 0, 10, 10, 6, 8, 10],
      white,
    ]);
    expect(sheet({ samples: [3] })[1]).toEqual([10, 6, 8, 10]);
  });

  test("by a target: a row for each class, white where a class has fewer", () => {
    const rows = sheet({ by: "kind", columns: 2 });
    expect(rows[1]).toEqual([10, 2, 4, 10, 10, 10, 10]);
    expect(rows[3]).toEqual([10, 0, 10, 10, 0, 10, 10]);
  });

  test("enlarges each pixel to a square, and shows colour", () => {
    const colour = fromArrays({ inputs: { photo: { shape: [1, 1, 3], data: Float32Array.of(1, 0, 0.2) } } });
    const image = decodeImage(contactSheet(colour, { scale: 3, gap: 0 }), 3, "sheet");
    expect([image.height, image.width]).toEqual([3, 3]);
    expect([...image.data.slice(-3)].map((value) => Math.round(value * 10))).toEqual([10, 0, 2]);
  });

  test("refuses what it cannot show", () => {
    const vector = fromArrays({ inputs: { v: [[1, 2], null] } });
    expect(() => contactSheet(vector)).toThrow(`the input "v" of shape [2] is no image`);
    expect(() => contactSheet(grey, { input: "x" })).toThrow(`the data has no input "x"; its inputs: image`);
    expect(() => contactSheet(grey, { samples: [4] })).toThrow(`sample 4 has no input "image"`);
    expect(() => contactSheet(grey, { by: "sort" })).toThrow(
      `the data has no classes for "sort"; its targets: kind`,
    );
  });
});
