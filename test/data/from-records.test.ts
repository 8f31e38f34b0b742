import { describe, expect, it } from "vitest";
import { fromRecords, type DataRecord } from "../../src/data";
import { understandGraph } from "../../src/model";
import { checkData } from "../../src/model/check-data";
import type { GraphSpec } from "../../src/spec";

/** Vectors, ids, pictures and sequences; the picture may be missing. */
const form = {
  tags: { type: ["float", "int", "series"], picture: ["true", "false"] },
  inputs: {
    values: { shape: [3], when: { type: "float" } },
    id: { shape: [], dtype: "int32", when: { type: "int" } },
    words: { shape: [2], dtype: "int32", when: { type: "series" } },
    image: { shape: [2, 2, 1], when: { picture: "true" } },
    age: { shape: [] },
  },
  targets: { kind: { classes: ["a", "b"] }, score: { shape: [] }, place: { shape: [2] } },
} satisfies Pick<GraphSpec, "tags" | "inputs" | "targets">;

const records: readonly DataRecord[] = [
  { type: "float", picture: false, values: [1, 2.5, 3], age: 4, kind: "b", score: 0.5, place: [1, 2] },
  {
    type: "int",
    picture: true,
    id: 17,
    image: [
      [[1], [2]],
      [[3], [4]],
    ],
    age: 5,
    kind: null,
    score: null,
  },
  { type: "series", picture: true, words: [7, 8], image: Uint8Array.of(5, 6, 7, 8), age: 6, kind: 0 },
  { type: "float", picture: "false", values: Float64Array.of(4, 5, 6), age: 7, score: [2], place: [3, 4] },
];

describe("samples of several types", () => {
  const data = fromRecords(records, form);

  it("become streams by input, each with the rows of those that have it", () => {
    const { values, id, words, image, age } = data.inputs;
    expect(values).toEqual({
      shape: [3],
      data: Float32Array.of(1, 2.5, 3, 4, 5, 6),
      rows: Int32Array.of(0, -1, -1, 1),
    });
    expect(id).toEqual({ shape: [], data: Int32Array.of(17), rows: Int32Array.of(-1, 0, -1, -1) });
    expect(words).toEqual({ shape: [2], data: Int32Array.of(7, 8), rows: Int32Array.of(-1, -1, 0, -1) });
    expect(image!.data).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    expect(image!.rows).toEqual(Int32Array.of(-1, 0, 1, -1));
    expect(age).toEqual({ shape: [], data: Float32Array.of(4, 5, 6, 7) });
  });

  it("keep their tags and labels, by name and by number", () => {
    expect(data.tags).toEqual({ type: Int32Array.of(0, 1, 2, 0), picture: Int32Array.of(1, 0, 0, 1) });
    expect(data.tagValues).toEqual(form.tags);
    expect(data.labels).toEqual({
      kind: Int32Array.of(1, -1, 0, -1),
      score: Float32Array.of(0.5, NaN, NaN, 2),
      place: Float32Array.of(1, 2, NaN, NaN, NaN, NaN, 3, 4),
    });
    expect(data.classes).toEqual({ kind: ["a", "b"] });
  });

  it("fit the network whose spec they were read with", () => {
    const spec: GraphSpec = {
      tags: { type: ["float", "int"] },
      inputs: {
        values: { shape: [3], when: { type: "float" } },
        id: { shape: [], dtype: "int32", when: { type: "int" } },
      },
      targets: { score: { shape: [1] }, kind: { classes: 3 } },
      nodes: {
        features: {
          type: "route",
          by: { tag: "type" },
          branches: {
            float: { from: "values", layers: [{ type: "dense", units: 4 }] },
            int: { from: "id", layers: [{ type: "embedding", inputDim: 20, outputDim: 4 }] },
          },
        },
        score: { type: "head", from: "features", target: "score" },
      },
    };
    const read = fromRecords(
      [
        { type: "int", id: 3, score: 1 },
        { type: "float", values: [1, 2, 3], score: [2] },
      ],
      spec,
    );
    expect(() => {
      checkData(understandGraph(spec).graph, read);
    }).not.toThrow();
    // No sample has a label for it: it is not there.
    expect(Object.keys(read.labels)).toEqual(["score"]);
    expect(read.classes).toEqual({});
  });

  it("may have keys that are left out on purpose", () => {
    const named = records.map((record, i) => ({ ...record, name: `sample ${i}` }));
    expect(fromRecords(named, form, { ignore: ["name"] })).toEqual(data);
  });
});

describe("a sample that cannot be", () => {
  const sample = (change: DataRecord, from = 0): readonly DataRecord[] => [
    ...records,
    { ...records[from], ...change },
  ];
  it.each<[string, readonly DataRecord[], string]>([
    [
      "an unknown type",
      sample({ type: "flaot" }),
      'sample 4: its "type" is "flaot", which is none of float, int and series; did you mean "float"?',
    ],
    [
      "a type that is like none",
      sample({ type: "zzzz" }),
      'sample 4: its "type" is "zzzz", which is none of float, int and series; write one of them, or add it to the tag\'s values (there are float, int and series)',
    ],
    [
      "no type",
      sample({ type: undefined }),
      'sample 4: it has no "type"; say which of float, int and series it is',
    ],
    [
      "a number for a type",
      sample({ type: 3 }),
      'sample 4: its "type" is 3, which is none of float, int and series; say which of float, int and series it is',
    ],
    [
      "no input that its type has",
      sample({ values: null }),
      'sample 4: it has no "values"; samples with "type": "float" need it',
    ],
    [
      "no input that all have",
      sample({ age: undefined }),
      'sample 4: it has no "age"; every sample needs it',
    ],
    [
      "an input of another type",
      sample({ id: 3 }),
      'sample 4: it has "id", and its "type" is "float"; only samples with "type": "int" have that input: leave it out, or give it another tag',
    ],
    [
      "a shape that is too short",
      sample({ values: [1, 2] }),
      'sample 4: "values" has the shape [2], and [3] is expected; bring all samples to one shape',
    ],
    [
      "a shape that is too deep",
      sample({ values: [[1], [2], [3]] }),
      'sample 4: "values" has the shape [3, 1], and [3] is expected; bring all samples to one shape',
    ],
    [
      "a number for a list",
      sample({ values: 1 }),
      'sample 4: "values" has one number, and [3] is expected; bring all samples to one shape',
    ],
    [
      "a flat array of another length",
      sample({ image: new Float32Array(5) }, 1),
      'sample 4: "image" has the shape [5], and [2, 2, 1] is expected; bring all samples to one shape',
    ],
    [
      "lists of several lengths",
      sample({ image: [[[1], [2]], [[3]]] }, 1),
      'sample 4: "image" has lists of several lengths, and [2, 2, 1] is expected; bring all samples to one shape',
    ],
    [
      "an id in brackets",
      sample({ id: [3] }, 1),
      'sample 4: "id" has the shape [1], and [] is expected; write the number without brackets',
    ],
    [
      "an id that is none",
      sample({ id: 3.5 }, 1),
      'sample 4: "id" holds 3.5; int32 is expected: whole numbers',
    ],
    [
      "an id beyond int32",
      sample({ id: 2 ** 31 }, 1),
      'sample 4: "id" holds 2147483648; int32 is expected: whole numbers',
    ],
    [
      "a text for a number",
      sample({ values: [1, "2", 3] }),
      'sample 4: "values" holds "2"; float32 is expected: numbers that are finite',
    ],
    [
      "NaN",
      sample({ values: [1, NaN, 3] }),
      'sample 4: "values" holds NaN; float32 is expected: numbers that are finite',
    ],
    [
      "a misspelt key",
      sample({ valeus: [1] }),
      'sample 4: "valeus" is no tag, input or target; did you mean "values"?',
    ],
    [
      "a class that is none",
      sample({ kind: "c" }),
      'sample 4: its "kind" is "c", which is no class; write one of the classes (there are a and b)',
    ],
    [
      "a class number that is none",
      sample({ kind: 2 }),
      'sample 4: its "kind" is 2, which is no class; the classes are numbered 0 to 1',
    ],
    [
      "a truth value for a class",
      sample({ kind: true }),
      'sample 4: its "kind" is true, which is no class; the classes are numbered 0 to 1',
    ],
    [
      "values that are too many",
      sample({ score: [1, 2] }),
      'sample 4: its "score" has 2 values, and a number is expected; the target has the shape []; leave it out where there is no label',
    ],
    [
      "a value that is no number",
      sample({ place: [1, "x"] }),
      'sample 4: its "place" has "x", and 2 numbers is expected; the target has the shape [2]; leave it out where there is no label',
    ],
    [
      "no record",
      [...records, [1] as never],
      "sample 4: it is a list, and no record; give each sample as an object with its parts by name",
    ],
  ])("has %s", (_, samples, message) => {
    expect(() => fromRecords(samples, form)).toThrow(
      new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`),
    );
  });

  it("is one of none, or without a form", () => {
    expect(() => fromRecords([], form)).toThrow(/fromRecords needs a list of samples/);
    expect(() => fromRecords(records, undefined as never)).toThrow(/needs to know what the keys mean/);
    expect(() => fromRecords(records, form, { skip: [] } as never)).toThrow(/no option "skip"/);
    const unused: Pick<GraphSpec, "inputs"> = {
      ...form,
      inputs: { ...form.inputs, other: { shape: [], when: { type: "series" } } },
    };
    expect(() => fromRecords([records[0]!], unused)).toThrow(/no sample has the input "id"/);
  });
});
