import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EspalierError } from "../../src/errors";
import { decodeTensors, encodeTensors, type StoredTensor } from "../../src/files";

const tensor = (shape: number[], data: Float32Array | Int32Array): StoredTensor => ({ shape, data });

/** Written by Python's safetensors 0.8.0; see the script beside it. */
const fixture = path.join(__dirname, "fixtures/python.safetensors");

/** A file with this header text and that many bytes of values. */
function file(header: unknown, values = 0): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + values);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

describe("encodeTensors and decodeTensors", () => {
  test("give back what went in, bit for bit", () => {
    const data = fc.oneof(
      fc.float32Array({ maxLength: 24 }),
      fc.int32Array({ maxLength: 24, min: -(2 ** 31), max: 2 ** 31 - 1 }),
    );
    const stored = fc
      .tuple(data, fc.boolean())
      .map(([values, flat]) => tensor(flat ? [values.length] : [values.length, 1], values));
    const name = fc.string({ unit: "grapheme" }).filter((key) => key !== "__metadata__");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, stored)).map((pairs) => new Map(pairs)),
        fc.dictionary(fc.string(), fc.string()),
        (tensors, metadata) => {
          const decoded = decodeTensors(encodeTensors(tensors, metadata), "memory");
          expect({ ...decoded.metadata }).toEqual({ ...metadata });
          expect(new Set(decoded.tensors.keys())).toEqual(new Set(tensors.keys()));
          for (const [key, { shape, data: values }] of tensors) {
            const back = decoded.tensors.get(key)!;
            expect(back.shape).toEqual(shape);
            expect(back.data.constructor).toBe(values.constructor);
            expect(Buffer.from(back.data.buffer)).toEqual(
              Buffer.from(values.buffer, values.byteOffset, values.byteLength),
            );
          }
        },
      ),
    );
  });

  test("keep the order, single numbers, and NaN", () => {
    const tensors = new Map([
      ["z", tensor([], Float32Array.of(NaN))],
      ["a", tensor([2], Int32Array.of(-1, 2147483647))],
    ]);
    const { tensors: back } = decodeTensors(encodeTensors(tensors, {}), "memory");
    expect([...back]).toEqual([...tensors]);
  });

  test("read from the middle of a larger buffer, as a small file that Node read", () => {
    const bytes = encodeTensors(new Map([["a", tensor([1], Float32Array.of(1.5))]]), {});
    const inside = new Uint8Array(bytes.length + 3).subarray(3);
    inside.set(bytes);
    expect(decodeTensors(inside, "memory").tensors.get("a")!.data).toEqual(Float32Array.of(1.5));
  });

  test("refuse to write a tensor whose shape is not its data's", () => {
    const write = (shape: number[]) => () =>
      encodeTensors(new Map([["k", tensor(shape, new Float32Array(6))]]), {});
    expect(write([2, 2])).toThrow(`the tensor "k" has 6 values, which is not the shape [2, 2]`);
    expect(write([-2, -3])).toThrow(EspalierError);
    expect(write([2, 3])).not.toThrow();
    expect(() => encodeTensors(new Map([["__metadata__", tensor([0], new Float32Array(0))]]), {})).toThrow(
      `a tensor cannot be called "__metadata__"`,
    );
  });
});

describe("decodeTensors refuses", () => {
  const entry = (begin: number, end: number, more: object = {}) => ({
    dtype: "F32",
    shape: [(end - begin) / 4],
    data_offsets: [begin, end],
    ...more,
  });
  const cases: [string, Uint8Array, string][] = [
    ["an empty file", new Uint8Array(0), "this is not a safetensors file: it has 0 bytes"],
    [
      "another format",
      new TextEncoder().encode("PK\x03\x04 a zip file, say"),
      "not a safetensors file: no JSON header",
    ],
    ["a cut header", file({ a: entry(0, 4) }, 4).subarray(0, 20), "the file is truncated: its header needs"],
    ["a header that is no JSON", file("{nonsense"), "the header is not a JSON object"],
    ["a header that is no UTF-8", file("{}").map((byte, i) => (i === 9 ? 0xff : byte)), "not a JSON object"],
    [
      "metadata that are not strings",
      file({ __metadata__: { a: 1 } }),
      "__metadata__ is not an object of strings",
    ],
    ["a missing description", file({ a: null }), `the tensor "a" has no description`],
    ["another type", file({ a: entry(0, 4, { dtype: "BF16" }) }, 4), `the type "BF16", and only F32 and I32`],
    ["a negative length", file({ a: entry(0, 4, { shape: [-1] }) }, 4), `the tensor "a" has no valid shape`],
    [
      "offsets the wrong way round",
      file({ a: entry(4, 0, { shape: [1] }) }, 4),
      `the tensor "a" has no valid data_offsets`,
    ],
    [
      "a wrong size",
      file({ a: entry(0, 8, { shape: [3] }) }, 8),
      "[3] needs 12 bytes, and the header gives it 8",
    ],
    ["a size past every number", file({ a: entry(0, 8, { shape: [2 ** 40, 2 ** 40] }) }, 8), "needs 4.8"],
    ["an overlap", file({ a: entry(0, 8), b: entry(4, 12) }, 12), `"a" and "b" overlap`],
    [
      "a gap",
      file({ a: entry(0, 4), b: entry(8, 12) }, 12),
      `4 bytes before the tensor "b" belong to nothing`,
    ],
    [
      "cut values",
      file({ a: entry(0, 4), b: entry(4, 12) }, 9),
      "truncated: its tensors need 12 bytes after the header and there are 9",
    ],
    ["bytes left over", file({ a: entry(0, 4) }, 7), "3 bytes after the last tensor belong to nothing"],
  ];
  test.each(cases)("%s", (_, bytes, message) => {
    const read = () => decodeTensors(bytes, "weights.safetensors");
    expect(read).toThrow(EspalierError);
    expect(read).toThrow(message);
    expect(read).toThrow(/^weights\.safetensors: /);
  });

  test("every file that was cut somewhere", () => {
    const bytes = encodeTensors(new Map([["a", tensor([3], Float32Array.of(1, 2, 3))]]), { made: "here" });
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeTensors(bytes.subarray(0, length), "x")).toThrow(EspalierError);
  });
});

describe("the reference implementation", () => {
  test("what it wrote is read", () => {
    const { tensors, metadata } = decodeTensors(readFileSync(fixture), fixture);
    expect(metadata).toEqual({ format: "np", note: "grün" });
    expect(tensors.get("layer/kernel")).toEqual(tensor([2, 3], Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5)));
    expect(tensors.get("ids")).toEqual(tensor([3], Int32Array.of(-1, 0, 2147483647)));
    expect(tensors.get("scalar")).toEqual(tensor([], Float32Array.of(0.1)));
    expect(tensors.get("empty")).toEqual(tensor([0, 4], new Float32Array(0)));
  });

  const python = process.env["ESPALIER_PYTHON"] ?? "python3";
  const missing = spawnSync(python, ["-c", "import safetensors.numpy"]).status !== 0;
  test.skipIf(missing)("it reads what we write (skipped where ESPALIER_PYTHON has no safetensors)", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "espalier-safetensors-"));
    try {
      const name = path.join(folder, "ours.safetensors");
      const tensors = new Map([
        ["layer/kernel", tensor([2, 2], Float32Array.of(1, -2, 3.5, 0.25))],
        ["ids", tensor([2], Int32Array.of(-7, 7))],
        ["scalar", tensor([], Float32Array.of(8))],
      ]);
      writeFileSync(name, encodeTensors(tensors, { epoch: "3" }));
      const script = [
        "import json, sys, safetensors",
        "f = safetensors.safe_open(sys.argv[1], 'np')",
        "t = {k: f.get_tensor(k) for k in f.keys()}",
        "print(json.dumps([f.metadata(), {k: [str(v.dtype), list(v.shape), v.ravel().tolist()] for k, v in t.items()}]))",
      ].join("\n");
      const run = spawnSync(python, ["-c", script, name], { encoding: "utf8" });
      expect(run.stderr).toBe("");
      expect(JSON.parse(run.stdout)).toEqual([
        { epoch: "3" },
        {
          "layer/kernel": ["float32", [2, 2], [1, -2, 3.5, 0.25]],
          ids: ["int32", [2], [-7, 7]],
          scalar: ["float32", [], [8]],
        },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
