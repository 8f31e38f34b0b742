import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resize, type Raster } from "../../src/data/resize";

const expected = JSON.parse(readFileSync(path.join(__dirname, "fixtures/images.json"), "utf8")) as Record<
  string,
  number[][]
>;
function raster(rows: readonly (readonly number[])[]): Raster {
  return { height: rows.length, width: rows[0]!.length, channels: 1, data: Float32Array.from(rows.flat()) };
}
function expectClose(actual: Float32Array, values: readonly number[]) {
  expect(actual.length).toBe(values.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(values[i]!, 4));
}

describe("resize", () => {
  test("smaller: as tf.image.resize by area", () => {
    expectClose(resize(raster(expected["plane"]!), 5, 7).data, expected["smaller"]!.flat());
  });

  test("larger: as tf.image.resize, bilinear", () => {
    expectClose(resize(raster(expected["plane"]!), 20, 31).data, expected["larger"]!.flat());
  });

  test("one axis smaller, the other larger, channels apart", () => {
    const image: Raster = { height: 2, width: 1, channels: 2, data: Float32Array.of(0, 10, 1, 30) };
    expect(resize(image, 1, 3)).toEqual({
      height: 1,
      width: 3,
      channels: 2,
      data: Float32Array.of(0.5, 20, 0.5, 20, 0.5, 20),
    });
  });

  test("keeps the mean when it shrinks, and the range always", () => {
    const side = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.infiniteStream(fc.float({ min: 0, max: 1, noNaN: true })),
        (h, w, y, x, values) => {
          const data = Float32Array.from({ length: h * w }, () => values.next().value as number);
          const out = resize({ height: h, width: w, channels: 1, data }, y, x).data;
          const mean = (list: Float32Array) => list.reduce((sum, value) => sum + value, 0) / list.length;
          expect(out.length).toBe(y * x);
          expect(Math.min(...out)).toBeGreaterThanOrEqual(Math.min(...data) - 1e-6);
          expect(Math.max(...out)).toBeLessThanOrEqual(Math.max(...data) + 1e-6);
          if (y <= h && x <= w) expect(mean(out)).toBeCloseTo(mean(data), 5);
        },
      ),
    );
  });
});
