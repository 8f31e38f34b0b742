/* What TypeScript refuses and plain JavaScript lets through. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { saveReport, verdict } from "../../src/compare";
import { fromArrays, joinDatasets, split, subset } from "../../src/data";
import { EspalierError } from "../../src/errors";
import { bindData, build, Model, saveModel, understandGraph } from "../../src/model";
import { comparisonTable, show } from "../../src/view";
import * as plots from "../../src/plots";
import { train, type TrainOptions } from "../../src/train";
import { animals, cascadeSpec, sharedSpec } from "../specs";

beforeAll(() => useBackend());

const built = (): Model => Model.build(understandGraph(sharedSpec()).graph);
const data = animals(40);

/** What a cell of plain JavaScript can pass. */
const any = (value: unknown): never => value as never;

describe("a model after dispose", () => {
  const model = (): Model => {
    const gone = built();
    gone.dispose();
    return gone;
  };
  const message = /^the model "shared backbone" was disposed: its weights are gone; build it anew/;

  it.each<[string, (model: Model) => unknown]>([
    ["predict", (gone) => gone.predict(data)],
    ["train", (gone) => train(gone, data)],
    ["hostWeights", (gone) => gone.hostWeights()],
    ["weights", (gone) => gone.weights],
    ["setHostWeights", (gone) => gone.setHostWeights(new Map())],
    ["replaceWeights", (gone) => gone.replaceWeights(new Map())],
    ["saveModel", (gone) => saveModel(gone, "never.safetensors")],
    ["show", (gone) => show(gone)],
  ])("says so: %s", async (_, use) => {
    await expect(Promise.resolve().then(() => use(model()))).rejects.toThrow(message);
  });

  it("says so where it is disposed while it trains, and leaves no tensor", async () => {
    const before = tf.memory().numTensors;
    const gone = built();
    const onEpoch = (): void => gone.dispose();
    await expect(train(gone, data, { onEpoch })).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("can be disposed again", () => {
    expect(() => model().dispose()).not.toThrow();
  });
});

describe("two trainings at once", () => {
  it("are refused for one model, and the first goes on unharmed", async () => {
    const [model, alone] = [built(), built()];
    const first = train(model, data);
    await expect(train(model, data)).rejects.toThrow(/is being trained already; await the first train/);
    await first;
    await train(alone, data);
    expect([...model.hostWeights()]).toEqual([...alone.hostWeights()]);
    // Afterwards it can be trained on, also after a training that failed.
    await expect(train(model, { ...data, labels: {} })).rejects.toThrow(/no labels/);
    await expect(train(model, data)).resolves.toMatchObject({ stopped: "finished" });
    model.dispose();
    alone.dispose();
  });

  it("are let for two models", async () => {
    const models = [built(), built()];
    const results = await Promise.all(models.map((model) => train(model, data)));
    expect(results.every(({ stopped }) => stopped === "finished")).toBe(true);
    for (const model of models) model.dispose();
  });
});

describe("options that are none", () => {
  it.each<[string, unknown, RegExp]>([
    [
      "epochs",
      { epochs: 3 },
      /^train has no option "epochs"; epochs belongs into the spec's training, or train\(model, data, \{ training: \{ epochs \} \}\)$/,
    ],
    ["a learning rate", { learningRate: 1 }, /it belongs to the optimiser/],
    ["a slip", { sed: 3 }, /^train has no option "sed"; its options are validation, training, seed,/],
    ["a seed that is none", { seed: "3" }, /^train: seed is "3"; give a number/],
    ["NaN for a seed", { seed: NaN }, /^train: seed is NaN/],
    ["a file that is none", { checkpoint: true }, /^train: checkpoint is true; give a string/],
    ["no options", 3, /^train: the options are 3/],
    ["null", null, /^train: the options are null/],
    [
      "a promise of samples",
      { validation: Promise.resolve(data) },
      /validation, needs samples, and this is a promise/,
    ],
  ])("are refused by train before anything is changed: %s", async (_, options, message) => {
    const model = built();
    const before = [...model.hostWeights()];
    await expect(train(model, data, any(options))).rejects.toThrow(message);
    expect([...model.hostWeights()]).toEqual(before);
    model.dispose();
  });

  it.each<[string, unknown, RegExp]>([
    [
      "a slip",
      { branch: "all" },
      /^predict has no option "branch"; its options are routing, branches, batchSize, threshold, candidates$/,
    ],
    ["a wrong value", { branches: "al" }, /^predict: branches is "al"; choose "chosen" or "all"$/],
    ["another", { routing: "oracle" }, /^predict: routing is "oracle"; choose "gate" or "labels"$/],
    ["a text", { batchSize: "8" }, /^predict: batchSize is "8"; give a number$/],
  ])("are refused by predict: %s", (_, options, message) => {
    const model = built();
    const tensors = tf.memory().numTensors;
    expect(() => model.predict(data, any(options))).toThrow(message);
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });

  it("are refused by build", async () => {
    await expect(build(sharedSpec(), any({ sead: 1 }))).rejects.toThrow(/^build has no option "sead"/);
    await expect(build(sharedSpec(), any({ seed: "1" }))).rejects.toThrow(/^build: seed is "1"/);
  });
});

describe("a forgotten await", () => {
  it("is named", async () => {
    const model = build(sharedSpec());
    await expect(train(any(model), data)).rejects.toThrow(
      /^train needs a model, and this is a promise of one; write await build\(…\)$/,
    );
    await expect(saveModel(any(model), "never.safetensors")).rejects.toThrow(/write await build/);
    const ready = await model;
    await expect(train(ready, any(Promise.resolve(data)))).rejects.toThrow(/train needs samples/);
    expect(() => ready.predict(any(Promise.resolve(data)))).toThrow(/predict needs samples/);
    await expect(build(any(Promise.resolve(sharedSpec())))).rejects.toThrow(/build needs a spec/);
    await expect(train(any({}), data)).rejects.toThrow(/first argument of train is no model/);
    ready.dispose();
  });
});

describe("training options for one run", () => {
  const quick: TrainOptions["training"] = {
    epochs: 2,
    batchSize: 10,
    optimizer: "sgd",
    validationSplit: 0.25,
  };

  it("count for every phase and leave the graph as it is", async () => {
    const model = Model.build(understandGraph(cascadeSpec()).graph);
    const before = JSON.stringify(model.graph.spec);
    const { history, steps } = await train(model, data, { training: quick });
    expect(history.map(({ phase, epoch }) => `${phase} ${epoch}`)).toEqual([
      "gate 1",
      "gate 2",
      "insect 1",
      "insect 2",
      "fish 1",
      "fish 2",
    ]);
    expect(history.every(({ figures }) => figures["val/loss"] !== undefined)).toBe(true);
    expect(steps).toBeGreaterThan(0);
    expect(JSON.stringify(model.graph.spec)).toBe(before);
    model.dispose();
  });

  it("give the numbers of a spec that says the same", async () => {
    const [one, other] = [
      Model.build(understandGraph(sharedSpec({ epochs: 9, batchSize: 7 })).graph, { seed: 2 }),
      Model.build(understandGraph(sharedSpec(quick)).graph, { seed: 2 }),
    ];
    await train(one, data, { training: quick });
    await train(other, data);
    expect([...one.hostWeights()]).toEqual([...other.hostWeights()]);
    one.dispose();
    other.dispose();
  });

  it("are part of what a checkpoint belongs to", async () => {
    const folder = mkdtempSync(join(tmpdir(), "espalier-options-"));
    const checkpoint = join(folder, "run.safetensors");
    const [model, resumed, whole] = [built(), built(), built()];
    const controller = new AbortController();
    const onEpoch = (): void => controller.abort();
    await train(model, data, { training: quick, checkpoint, signal: controller.signal, onEpoch });
    await expect(train(resumed, data, { training: { ...quick, epochs: 3 }, checkpoint })).rejects.toThrow(
      /belongs to another run: .* training options/,
    );
    await expect(train(resumed, data, { checkpoint })).rejects.toThrow(
      /belongs to another run: .* training options/,
    );
    await train(resumed, data, { training: quick, checkpoint });
    await train(whole, data, { training: quick });
    expect([...resumed.hostWeights()]).toEqual([...whole.hostWeights()]);
    for (const each of [model, resumed, whole]) each.dispose();
    rmSync(folder, { recursive: true });
  });

  it.each<[string, unknown, RegExp]>([
    ["a misspelt option", { epoch: 3 }, /\/training\/epoch: .*epochs/],
    ["a wrong value", { epochs: 0 }, /\/training\/epochs: /],
    ["an unknown optimiser", { optimizer: "adan" }, /\/training\/optimizer: .*adam/],
    ["a figure that is not there", { earlyStopping: { monitor: "val/los" } }, /val\/los/],
    ["no JSON", { epochs: () => 3 }, /\/training\/epochs/],
  ])("are checked as in a spec: %s", async (_, training, message) => {
    const model = built();
    await expect(train(model, data, { training: any(training) })).rejects.toThrow(message);
    model.dispose();
  });
});

describe("what are no samples", () => {
  let model: Model;
  beforeAll(() => (model = built()));
  const path = join(tmpdir(), "never.safetensors");
  it.each<[string, unknown, RegExp]>([
    ["nothing", undefined, /needs samples, and this is undefined; make a dataset with data\.fromArrays/],
    ["null", null, /and this is null/],
    ["an empty object", {}, /and this is an object without size, inputs, labels and tags/],
    ["bare arrays", { inputs: {}, labels: {} }, /and this is an object of inputs, labels/],
    ["a path", "table.csv", /and this is a string/],
    ["both parts of a split", split(data), /; give one of its two parts: \.train or \.test$/],
    ["a promise", Promise.resolve(data), /and this is a promise of one; write await what loads them/],
  ])("are refused in words: %s", async (_, value, message) => {
    await expect(train(model, any(value))).rejects.toThrow(message);
    if (value !== undefined)
      await expect(train(model, data, { validation: any(value) })).rejects.toThrow(
        typeof value === "object" && value !== null ? message : /validation is (null|"table.csv")/,
      );
    for (const use of [
      () => model.predict(any(value)),
      () => bindData(model.graph, any(value)),
      () => split(any(value)),
      () => subset(any(value), [0]),
      () => joinDatasets("tag", any({ one: value })),
    ]) {
      expect(use).toThrow(EspalierError);
      expect(use).toThrow(message);
    }
  });

  it.each<[string, () => unknown, RegExp]>([
    ["fromArrays", () => fromArrays(any(undefined)), /^fromArrays needs inputs/],
    ["fromArrays without inputs", () => fromArrays(any({})), /^fromArrays needs inputs/],
    ["joinDatasets", () => joinDatasets("tag", any(undefined)), /needs the parts by their names/],
    ["subset", () => subset(data, any(undefined)), /needs the numbers of samples/],
    ["split", () => split(data, any(3)), /the options are 3/],
    ["build", () => build(any(undefined)), /^build needs a spec, and this is undefined/],
    ["build of a number", () => build(any(3)), /^build needs a spec, and this is number/],
    ["saveModel", () => saveModel(any(undefined), path), /^saveModel needs a model and the path/],
    ["saveModel the other way round", () => saveModel(any(path), any(model)), /in this order/],
    ["saveModel without a path", () => saveModel(model, any(undefined)), /the path of a file/],
  ])("neither does without: %s", async (_, use, message) => {
    const called = Promise.resolve().then(use);
    await expect(called).rejects.toThrow(EspalierError);
    await expect(called).rejects.toThrow(message);
  });
});

describe("what is no report", () => {
  it.each<[string, (value: never) => unknown]>([
    ["verdict", (value) => verdict(value)],
    ["saveReport", (value) => saveReport(value, "never.json")],
    ["comparisonTable", (value) => comparisonTable(value)],
    ["accuracyVersusCost", (value) => plots.accuracyVersusCost(value)],
    ["costComparison", (value) => plots.costComparison(value)],
    ["approachConfusion", (value) => plots.approachConfusion(value, "flat")],
    ["pairedDifferences", (value) => plots.pairedDifferences(value)],
  ])("is refused in words: %s", async (_, use) => {
    for (const value of [undefined, null, {}, [], "report.json"]) {
      const called = Promise.resolve().then(() => use(any(value)));
      await expect(called).rejects.toThrow(EspalierError);
      await expect(called).rejects.toThrow(/needs a report, and this is/);
    }
  });
});
