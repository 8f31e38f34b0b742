/* Sequences of different lengths in one batch: each is the same network without padding, over that sequence alone. */
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { fromArrays, fromRecords, joinDatasets, subset } from "../../src/data";
import type { Dataset } from "../../src/data/dataset";
import { openModel, saveModel, type Model } from "../../src/model";
import type { GraphSpec, TargetSpec } from "../../src/spec/language";
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

describe("a head behind a vector that was filled up", () => {
  const rows = [[1, 2, 3], [4], [5, 6], [], [7, 8, 9]];
  const spec = (target: TargetSpec, pad: boolean): GraphSpec => ({
    inputs: { x: { shape: [3], ...(pad && { pad }) } },
    targets: { y: target },
    nodes: { y: { from: "x", layers: [head] } },
    training: { epochs: 1, batchSize: 8, optimizer: { type: "sgd", learningRate: 0.01 } },
  });
  const draw = (width: number) => Float32Array.from({ length: 5 * width }, (_, i) => (i * 7) % 2);

  // The axis of a head that projects is one of classes, labels or values, and none of steps.
  it.each<[string, TargetSpec, Float32Array | Int32Array]>([
    ["values as long as the vector", { shape: [3] }, draw(3)],
    ["one value", { shape: [1] }, draw(1)],
    ["classes", { classes: 3 }, Int32Array.of(0, 1, 2, 1, 0)],
    ["labels as long as the vector", { labels: 3 }, draw(3)],
    ["fewer labels", { labels: 2 }, draw(2)],
  ])("learns as from the same vector filled up by hand: %s", async (_, target, y) => {
    const byHand = rows.map((row) => [...row, 0, 0, 0].slice(0, 3));
    const losses: number[] = [];
    for (const pad of [true, false]) {
      const model = modelOf(spec(target, pad));
      const data = fromArrays({
        inputs: { x: pad ? rows : byHand },
        ...(pad && { ragged: ["x"] }),
        labels: { y },
      });
      const { history } = await train(model, data, { interruptible: false });
      losses.push(history[0]!.figures["loss"]!);
      model.dispose();
    }
    expect(losses[0]).toBeCloseTo(losses[1]!, 5);
  });
});

it("lengths of samples that were made by hand are looked at before a value is read", () => {
  const model = modelOf(
    specOver({ y: { from: "x", layers: ["globalAveragePooling1d", head] } }, 6, { pad: true }),
  );
  const withLengths = (...lengths: number[]): Dataset => ({
    size: 2,
    inputs: { x: { shape: [3, 2], data: new Float32Array(12), lengths: Int32Array.from(lengths) } },
    labels: {},
    tags: { kind: Int32Array.of(0, 1) },
  });
  expect(() => model.predict(withLengths(5, 1))).toThrow('row 0 of the input "x" has the length 5');
  expect(() => model.predict(withLengths(-1, 2))).toThrow('row 0 of the input "x" has the length -1');
  expect(() => model.predict(withLengths(2))).toThrow('the input "x" has 1 lengths for 2 rows');
  expect(() => model.predict(withLengths(3, 1))).not.toThrow();
  model.dispose();
});
