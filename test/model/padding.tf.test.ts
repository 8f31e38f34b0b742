/* Sequences of different lengths in one batch: each is the same network without padding, over that sequence alone. */
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { fromArrays, fromRecords, joinDatasets, subset } from "../../src/data";
import type { Dataset } from "../../src/data/dataset";
import { openModel, saveModel, type Model } from "../../src/model";
import type { GraphSpec } from "../../src/spec/language";
import { train } from "../../src/train";
import { temporaryFolder } from "../data/temporary";
import { expectSameAnswers, expectSameStep, head, modelOf, specOver, type Network } from "./padded";

beforeAll(async () => {
  await useBackend();
});

const folder = temporaryFolder();
/** Networks over `x`, whatever its length. */
const networks: Record<string, Network> = {
  "recurrent layers both ways": {
    y: {
      layers: [
        { type: "gru", units: 3, returnSequences: true, direction: "both" },
        { type: "lstm", units: 3, direction: "backward" },
        head,
      ],
    },
  },
  "attention and pooling": {
    read: {
      layers: [
        { type: "dense", units: 4, activation: "relu" },
        { type: "multiHeadAttention", numHeads: 2, keyDim: 2 },
        "layerNormalization",
      ],
    },
    mean: { from: "read", layers: ["globalAveragePooling1d"] },
    largest: { from: "read", layers: ["globalMaxPooling1d"] },
    both: { from: ["mean", "largest"], type: "concatenate" },
    y: { from: "both", layers: [head] },
  },
  "a sum of two ways through it": {
    wide: { from: "x", layers: [{ type: "dense", units: 3 }] },
    far: { from: "x", layers: [{ type: "simpleRNN", units: 3, returnSequences: true }] },
    sum: { from: ["wide", "far"], type: "add" },
    y: { from: "sum", layers: ["globalAveragePooling1d", head] },
  },
};

describe.each(Object.entries(networks))("%s", (_, nodes) => {
  it.each([0, 3])("says of each sequence what it says of it alone: padded with %s", (value) => {
    expectSameAnswers(nodes, value + 1, value);
  });

  it("learns what the sequences alone would teach it, on average, and leaves no tensor behind", () =>
    expectSameStep(nodes, 3));
});

describe("sequences of ids", () => {
  const ids: GraphSpec = {
    inputs: { words: { shape: [4], dtype: "int32", pad: true } },
    targets: { y: { classes: 2 } },
    nodes: {
      y: {
        from: "words",
        layers: [
          { type: "embedding", inputDim: 9, outputDim: 3 },
          { type: "gru", units: 2 },
          { type: "head", target: "y" },
        ],
      },
    },
  };
  const rows = [[3, 1], [], [0, 0, 5, 2], [7]];
  const said = (model: Model, data: Dataset) => [...model.predict(data).heads["y"]!.values];

  it("from lists, records and columns are one and the same; id 0 is an id like any other", () => {
    const model = modelOf(ids);
    const lists = said(model, fromArrays({ inputs: { words: rows }, ragged: ["words"] }));
    expect(
      said(
        model,
        fromRecords(
          rows.map((words) => ({ words })),
          ids,
        ),
      ),
    ).toEqual(lists);
    const data = Int32Array.from(rows.flatMap((row) => [...row, 8, 8, 8, 8].slice(0, 4)));
    const lengths = Int32Array.from(rows, ({ length }) => length);
    expect(said(model, fromArrays({ inputs: { words: { shape: [4], data, lengths } } }))).toEqual(lists);
    // Nothing but the length says what is padding.
    expect(said(model, fromArrays({ inputs: { words: [[0], [0, 0]] }, ragged: ["words"] }))[0]).not.toBe(
      said(model, fromArrays({ inputs: { words: [[0], [0, 0]] }, ragged: ["words"] }))[2],
    );
    model.dispose();
  });

  it("with maskZero neither padding nor id 0 counts, whatever it is padded with", () => {
    const embedding = { type: "embedding", inputDim: 9, outputDim: 3, maskZero: true } as const;
    const masking: GraphSpec = {
      ...ids,
      inputs: { words: { shape: [4], dtype: "int32", pad: { value: 8 } } },
      nodes: { y: { layers: [embedding, { type: "gru", units: 2 }, { type: "head", target: "y" }] } },
    };
    const model = modelOf(masking);
    const values = said(
      model,
      fromArrays({
        inputs: {
          words: [
            [3, 0, 1],
            [3, 1],
          ],
        },
        ragged: ["words"],
      }),
    );
    expect(values.slice(0, 2)).toEqual(values.slice(2));
    model.dispose();
  });

  it("stay what they are in parts, in joined datasets, and for a model that was saved and opened", async () => {
    const model = modelOf(ids);
    const all = fromArrays({ inputs: { words: rows }, ragged: ["words"] });
    const expected = said(model, all);
    expect(said(model, subset(all, [3, 0]))).toEqual([...expected.slice(6), ...expected.slice(0, 2)]);
    const parts = {
      short: fromArrays({ inputs: { words: [[3, 1], []] }, ragged: ["words"] }),
      long: fromArrays({ inputs: { words: [[0, 0, 5, 2], [7]] }, ragged: ["words"] }),
    };
    expect(said(model, joinDatasets("part", parts))).toEqual(expected);
    const file = folder.at("words.safetensors");
    await saveModel(model, file);
    const opened = openModel(file);
    expect(said(opened, all)).toEqual(expected);
    opened.dispose();
    model.dispose();
  });

  it("that are too long are refused with sample and length, unless the last steps may go", () => {
    const model = modelOf(ids);
    const long = fromArrays({ inputs: { words: [[1], [1, 2, 3, 4, 5]] }, ragged: ["words"] });
    const message = 'sample 1: the input "words" has 5 steps, and 4 at most are expected; make the first axis of its shape longer, or write "pad": { "truncate": true } to leave out the last steps'; // prettier-ignore
    expect(() => model.predict(long)).toThrow(message);
    expect(() => fromRecords([{ words: [1] }, { words: [1, 2, 3, 4, 5] }], ids)).toThrow(message);
    const cut: GraphSpec = {
      ...ids,
      inputs: { words: { shape: [4], dtype: "int32", pad: { truncate: true } } },
    };
    const short = modelOf(cut, model);
    const four = said(model, fromArrays({ inputs: { words: [[1, 2, 3, 4]] }, ragged: ["words"] }));
    expect(said(short, long).slice(2)).toEqual(four);
    expect(said(short, fromRecords([{ words: [1, 2, 3, 4, 5] }], cut))).toEqual(four);
    short.dispose();
    model.dispose();
  });

  it("of different lengths are refused by a network that does not pad", () => {
    const plain = modelOf({ ...ids, inputs: { words: { shape: [4], dtype: "int32" } } });
    expect(() => plain.predict(fromArrays({ inputs: { words: rows }, ragged: ["words"] }))).toThrow(
      'sample 0 of the input "words" has 2 steps, and others have 4; write "pad": true for the input',
    );
    plain.dispose();
  });
});

it("the scale of a padded input is that of the steps that samples have", async () => {
  const nodes: Network = { y: { layers: [{ type: "gru", units: 2 }, head] } };
  const model = modelOf(specOver(nodes, 3, { pad: { value: 100 }, scale: "standard" }));
  const x = [[[1, 0]], [[3, 0], [5, 4], [7, 4]]]; // prettier-ignore
  await train(
    model,
    fromArrays({ inputs: { x }, ragged: ["x"], labels: { y: [0, 1] }, tags: { kind: [0, 0] } }),
  );
  const weights = model.hostWeights();
  expect([...weights.get("x/scale/shift")!.data]).toEqual([4, 2]);
  expect(weights.get("x/scale/divisor")!.data[0]).toBeCloseTo(Math.sqrt(5), 6);
  model.dispose();
});
