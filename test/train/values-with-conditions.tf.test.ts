/* Networks of layers that read, set and sum values under conditions: trained, saved, opened, refused. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import { Model, openModel, saveModel, understandGraph } from "../../src/model";
import { parseGraph, type GraphSpec, type StackItem } from "../../src/spec";
import { train } from "../../src/train";
import { animals } from "../specs";

let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-conditions-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const build = (spec: GraphSpec): Model => Model.build(understandGraph(spec).graph, { seed: 1 });

function conditional(training: GraphSpec["training"]): GraphSpec {
  const { spec } = parseGraph(readFileSync(join(__dirname, "../examples/conditional.graph.json"), "utf8"));
  return { ...spec!, training: training! };
}

/** The label is the mean of what lies above 0.9 in the columns that a sample names. */
function signals(size: number): Dataset {
  const random = randomStream(1, "signals");
  const signal = Float32Array.from({ length: size * 80 }, () => 2 * random.next() - 0.5);
  const columns = Int32Array.from({ length: size * 2 }, () => random.below(4));
  const level = Float32Array.from({ length: size }, (_, sample) => {
    const means = [0, 1].map((i) => {
      const column = columns[2 * sample + i]!;
      const values = Array.from({ length: 20 }, (_, t) => signal[(sample * 20 + t) * 4 + column]!);
      const above = values.filter((value) => value > 0.9);
      return above.reduce((sum, value) => sum + value, 0) / Math.max(1, above.length);
    });
    return means[0]! + means[1]!;
  });
  return {
    size,
    inputs: { signal: { shape: [20, 4], data: signal }, columns: { shape: [2], data: columns } },
    labels: { level },
    tags: {},
  };
}

describe("a network with conditions", () => {
  const training = { epochs: 10, batchSize: 32, optimizer: { type: "adam", learningRate: 0.1 } } as const;

  it("learns its threshold, leaks nothing, and says the same when it is opened again", async () => {
    const [model, data] = [build(conditional(training)), signals(64)];
    const before = tf.memory().numTensors;
    const { history } = await train(model, data);
    expect(tf.memory().numTensors).toBe(before);
    const losses = history.map(({ figures }) => figures["loss"]!);
    expect(losses.at(-1)!).toBeLessThan(0.5 * losses[0]!);
    const [threshold] = model.weights.get("mean/thresholdedAverage/threshold")!.dataSync();
    expect(threshold).not.toBe(Math.fround(0.5));

    const file = join(folder, "conditional.espalier");
    await saveModel(model, file);
    const opened = openModel(file);
    expect(opened.predict(data).heads["level"]!.values).toEqual(model.predict(data).heads["level"]!.values);
    model.dispose();
    opened.dispose();
  });

  it("refuses a position that its axis does not have, with sample and value, before anything runs", async () => {
    const model = build(conditional(training));
    for (const index of [4, -1]) {
      const data = signals(5);
      (data.inputs["columns"]!.data as Int32Array)[7] = index;
      const message = `row 3 of the input "columns" holds the index ${index}`;
      const before = tf.memory().numTensors;
      expect(() => model.predict(data)).toThrow(message);
      expect(() => model.predict(data)).toThrow("axis 1 of what chosen takes from has positions 0 to 3");
      await expect(train(model, data)).rejects.toThrow(message);
      expect(tf.memory().numTensors).toBe(before);
    }
    model.dispose();
  });

  it("refuses an id that oneHot does not know", () => {
    const model = build({
      inputs: { word: { shape: [2], dtype: "int32" } },
      targets: { kind: { classes: 2 } },
      nodes: {
        marks: { from: "word", layers: [{ type: "oneHot", classes: 5 }, "flatten"] },
        kind: { type: "head", from: "marks", target: "kind" },
      },
    });
    const data: Dataset = {
      size: 1,
      inputs: { word: { shape: [2], data: Int32Array.of(4, 5) } },
      labels: { kind: Int32Array.of(0) },
      tags: {},
    };
    expect(() => model.predict(data)).toThrow('row 0 of the input "word" holds the id 5');
    model.dispose();
  });
});

/** A trunk, and a head on it behind these layers. */
const behind = (layers: StackItem[], also = false): GraphSpec => ({
  inputs: { features: { shape: [4] } },
  targets: { animal: { classes: 6 } },
  nodes: {
    trunk: { from: "features", layers: [{ type: "dense", units: 6, activation: "tanh" }] },
    read: { from: "trunk", layers },
    animal: { type: "head", from: "read", target: "animal" },
    ...(also && { also: { type: "head", from: "trunk", target: "animal" } as const }),
  },
  training: { epochs: 1, batchSize: 8, optimizer: { type: "adam", learningRate: 0.1 } },
});

const valuesOf = (model: Model, path: string) => [...model.weights.get(path)!.dataSync()];

describe("a stopped gradient", () => {
  it.each<[string, StackItem[]]>([
    ["stopGradient", ["stopGradient", { type: "dense", units: 5 }]],
    ["oneHot", ["oneHot", { type: "dense", units: 5 }]],
  ])("%s: what lies before it does not move by one bit, what lies behind it does", async (_, layers) => {
    const model = build(behind(layers));
    const [trunk, read] = [valuesOf(model, "trunk/dense/kernel"), valuesOf(model, "read/dense/kernel")];
    await train(model, animals(24));
    expect(valuesOf(model, "trunk/dense/kernel")).toEqual(trunk);
    expect(valuesOf(model, "read/dense/kernel")).not.toEqual(read);
    model.dispose();
  });

  it("leaves the trunk to the other head alone", async () => {
    const trained = async (spec: GraphSpec) => {
      const model = build(spec);
      await train(model, animals(24));
      const kernel = valuesOf(model, "trunk/dense/kernel");
      model.dispose();
      return kernel;
    };
    const alone = behind(["stopGradient"], true);
    const { trunk, also } = alone.nodes;
    const without: GraphSpec = { ...alone, nodes: { trunk: trunk!, also: also! } };
    expect(await trained(alone)).toEqual(await trained(without));
  });
});
