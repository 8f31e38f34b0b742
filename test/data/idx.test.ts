import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EspalierError } from "../../src/errors";
import { decodeIdx, encodeIdx, readIdx, type IdxValues } from "../../src/data/idx";
import { temporaryFolder } from "./temporary";

const { at, put } = temporaryFolder();

describe("encodeIdx and decodeIdx", () => {
  test("give back every array of every type, plain and gzip", () => {
    const shapes = fc.array(fc.nat({ max: 4 }), { maxLength: 5 });
    const anArray = shapes.chain((shape) => {
      const length = shape.reduce((product, axis) => product * axis, 1);
      const limits = { minLength: length, maxLength: length };
      const data: fc.Arbitrary<IdxValues> = fc.oneof<fc.Arbitrary<IdxValues>[]>(
        fc.uint8Array(limits),
        fc.int8Array(limits),
        fc.int16Array(limits),
        fc.int32Array(limits),
        fc.float32Array(limits),
        fc.float64Array(limits),
      );
      return data.map((values) => ({ shape, data: values }));
    });
    fc.assert(
      fc.property(anArray, (array) => {
        const bytes = encodeIdx(array);
        expect(decodeIdx(bytes, "memory")).toEqual(array);
        expect(decodeIdx(gzipSync(bytes), "memory")).toEqual(array);
      }),
    );
  });

  test("write the bytes of the format: big-endian, the type in byte 2, the rank in byte 3", () => {
    const bytes = encodeIdx({ shape: [1, 2], data: Int16Array.of(1, -2) });
    expect([...bytes]).toEqual([0, 0, 0x0b, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0xff, 0xfe]);
  });

  test("refuse to write a shape that is not the data's", () => {
    expect(() => encodeIdx({ shape: [3], data: Uint8Array.of(1) })).toThrow(
      "1 values are not an array of shape [3]",
    );
  });

  test("read a part of a larger buffer", () => {
    const bytes = encodeIdx({ shape: [2], data: Float32Array.of(0.5, 1) });
    const inside = new Uint8Array(bytes.length + 1).subarray(1);
    inside.set(bytes);
    expect([...decodeIdx(inside, "memory").data]).toEqual([0.5, 1]);
  });
});

describe("decodeIdx refuses, naming the byte", () => {
  const good = encodeIdx({ shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  const changed = (index: number, value: number) => good.map((byte, i) => (i === index ? value : byte));
  const cases: [string, Uint8Array, string][] = [
    ["an empty file", new Uint8Array(0), "truncated: it has 0 bytes"],
    ["another magic", changed(0, 0x89), "not an IDX file: it starts with 0x89 0x00 0x08 0x02"],
    ["an unknown type", changed(2, 0x0a), "byte 2 says the type is 0x0a"],
    ["cut lengths", good.subarray(0, 9), "truncated at byte 9: the lengths of its 2 axes end at byte 12"],
    ["cut values", good.subarray(0, 17), "truncated at byte 17: an array of shape [2, 3] ends at byte 18"],
    [
      "too many bytes",
      Uint8Array.of(...good, 0, 0),
      "2 bytes follow the array of shape [2, 3], which ends at byte 18",
    ],
    ["a size past memory", changed(4, 0xff), "truncated at byte 18"],
    [
      "cut gzip",
      gzipSync(good).subarray(0, 20),
      "the gzip data is truncated or damaged (unexpected end of file)",
    ],
    [
      "damaged gzip",
      gzipSync(good).map((byte, i) => (i === 12 ? byte ^ 0xff : byte)),
      "truncated or damaged",
    ],
  ];
  test.each(cases)("%s", (_, bytes, message) => {
    const read = () => decodeIdx(bytes, "images.idx");
    expect(read).toThrow(EspalierError);
    expect(read).toThrow(message);
    expect(read).toThrow(/^images\.idx: /);
  });

  test("every file that was cut somewhere", () => {
    for (let length = 0; length < good.length; length++)
      expect(() => decodeIdx(good.subarray(0, length), "x")).toThrow(/truncated/);
  });
});

test("readIdx reads a file, whatever its name says of gzip", async () => {
  const array = { shape: [2], data: Uint8Array.of(7, 8) };
  expect(await readIdx(put("zipped-idx1-ubyte", gzipSync(encodeIdx(array))))).toEqual(array);
  await expect(readIdx(at("none.gz"))).rejects.toThrow("none.gz: there is no such file");
});
