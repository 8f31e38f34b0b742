import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import type { Dataset } from "../../src/data/dataset";
import { Model, understandGraph, type HostWeights } from "../../src/model";
import type { GraphSpec, TrainingSpec } from "../../src/spec";
import { train, type ProgressEvent, type TrainOptions } from "../../src/train";
import { animals, sharedSpec } from "../specs";

let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-exact-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const build = (spec: GraphSpec): Model => Model.build(understandGraph(spec).graph, { seed: 1 });

/** One trunk with batch normalisation and dropout; a head each for two values of a tag. */
function tagged(training: TrainingSpec): GraphSpec {
  const { targets } = sharedSpec();
  return {
    tags: { source: ["near", "far"] },
    inputs: { features: { shape: [4] } },
    targets: { ...targets },
    nodes: {
      trunk: {
        from: "features",
        layers: [
          { type: "dense", units: 6 },
          { type: "batchNormalization" },
          { type: "activation", activation: "relu" },
          { type: "dropout", rate: 0.2 },
        ],
      },
      side: {
        type: "route",
        from: "trunk",
        by: { tag: "source" },
        branches: { near: [{ type: "dense", units: 5 }], far: [{ type: "dense", units: 5 }] },
      },
      animal: { type: "head", from: "side", target: "animal" },
    },
    training,
  };
}

function withSource(data: Dataset, source: (sample: number) => number): Dataset {
  return { ...data, tags: { source: Int32Array.from({ length: data.size }, (_, sample) => source(sample)) } };
}

function stopAfter(steps: number): Pick<TrainOptions, "signal" | "progress"> {
  const controller = new AbortController();
  const update = ({ done }: ProgressEvent): void => {
    if (done === steps) controller.abort();
  };
  return { signal: controller.signal, progress: { update, end: () => undefined } };
}

const plain = (weights: HostWeights): Record<string, number[]> =>
  Object.fromEntries([...weights].map(([path, { data }]) => [path, [...data]]));

describe("alternating phases, interrupted and resumed", () => {
  const data = withSource(animals(90), (sample) => (sample % 3 === 0 ? 1 : 0));
  const alternate = {
    by: { tag: "source" },
    schedule: "proportional",
    alpha: 0.5,
    inactiveShare: 0.3,
  } as const;
  const spec = tagged({
    validationSplit: 0.2,
    batchSize: 8,
    epochs: 3,
    optimizer: { type: "adam", learningRate: 0.05 },
    earlyStopping: { monitor: "val/loss", patience: 1, restoreBest: true },
    phases: [
      { name: "one", train: ["**"], alternate },
      { name: "two", train: ["**"], alternate },
    ],
  });

  it("end in the numbers of an uninterrupted run, wherever they stopped", async () => {
    const straight = build(spec);
    const expected = await train(straight, data);
    const epoch = 10; // ceil(48 / 8) + ceil(24 / 8) or so: the stops below lie before, at and after its end.
    for (const steps of [3, epoch - 1, epoch, epoch + 3, expected.steps - 2]) {
      const checkpoint = join(folder, `alternating-${steps}.safetensors`);
      const first = build(spec);
      const stopped = await train(first, data, { checkpoint, ...stopAfter(steps) });
      expect(stopped).toMatchObject({ stopped: "interrupted", steps });
      const second = build(spec);
      const resumed = await train(second, data, { checkpoint });
      expect(resumed.history.map(({ figures }) => figures)).toEqual(
        expected.history.map(({ figures }) => figures),
      );
      expect(plain(second.hostWeights())).toEqual(plain(straight.hostWeights()));
      first.dispose();
      second.dispose();
    }
    straight.dispose();
  });
});

describe("moving statistics", () => {
  it("follow every batch of a step, those of the inactive turns too", async () => {
    const still = { optimizer: { type: "sgd", learningRate: 1e-30 }, batchSize: 64, epochs: 1 } as const;
    const data = withSource(animals(40), (sample) => sample % 2);
    const moved = async (inactiveShare: number): Promise<number[]> => {
      const model = build(tagged({ ...still, alternate: { by: { tag: "source" }, inactiveShare } }));
      const { steps } = await train(model, data);
      expect(steps).toBe(2);
      const { data: mean } = model.hostWeights().get("trunk/batchNormalization/movingMean")!;
      model.dispose();
      return [...mean];
    };
    // The same two batches, at first once each, then twice each: near, far, and near + far, far + near.
    const once = await moved(0);
    const twice = await moved(0.5);
    once.forEach((mean, i) => {
      expect(twice[i]! / mean).toBeGreaterThan(1.5);
      expect(twice[i]! / mean).toBeLessThan(2.5);
    });
  });
});

describe("figures", () => {
  it("are means over the labelled samples under validMean, over all samples under batchMean", async () => {
    const labels = animals(50).labels["animal"]!.map((label, sample) => (sample % 3 === 0 ? label : -1));
    const data: Dataset = { ...animals(50), labels: { animal: labels } };
    const losses = await Promise.all(
      (["validMean", "batchMean"] as const).map(async (reduction) => {
        const model = build({
          inputs: { features: { shape: [4] } },
          targets: { animal: { classes: 6 }, other: { classes: 2 } },
          nodes: {
            animal: { type: "head", from: "features", target: "animal", reduction },
            other: { type: "head", from: "features", target: "other" },
          },
          training: { batchSize: 7, epochs: 1, optimizer: { type: "sgd", learningRate: 1e-30 } },
        });
        const other = new Int32Array(50);
        const { history } = await train(
          model,
          { ...data, labels: { animal: labels, other } },
          { validation: { ...data, labels: { animal: labels, other } } },
        );
        model.dispose();
        const { figures } = history[0]!;
        expect(figures["animal/loss"]).toBeCloseTo(figures["val/animal/loss"]!, 5);
        return figures["animal/loss"]!;
      }),
    );
    // 17 of the 50 samples have a label for the head; the other head has one for each.
    expect(losses[1]).toBeCloseTo((17 / 50) * losses[0]!, 5);
  });
});

describe("what is refused", () => {
  it("leaves no tensor and no changed weight behind where the validation data does not fit", async () => {
    const model = build(sharedSpec());
    const before = { tensors: tf.memory().numTensors, weights: plain(model.hostWeights()) };
    const validation = { ...animals(10), inputs: {} };
    await expect(train(model, animals(30), { validation })).rejects.toThrow(/no input "features"/);
    expect(tf.memory().numTensors).toBe(before.tensors);
    expect(plain(model.hostWeights())).toEqual(before.weights);
    model.dispose();
  });

  it.each([0, -1, 1.5, NaN])("a batch size of %d in predict", (batchSize) => {
    const model = build(sharedSpec());
    expect(() => model.predict(animals(3), { batchSize })).toThrow(/batchSize/);
    model.dispose();
  });

  it("an id beyond the embedding, before anything runs", async () => {
    const model = build({
      inputs: { word: { shape: [2], dtype: "int32" } },
      targets: { kind: { classes: 2 } },
      nodes: {
        kind: {
          from: "word",
          layers: [
            { type: "embedding", inputDim: 5, outputDim: 3 },
            "flatten",
            { type: "head", target: "kind" },
          ],
        },
      },
    });
    for (const [id, sample] of [
      [5, 1],
      [-1, 2],
    ] as const) {
      const words = new Int32Array(6);
      words[sample * 2 + 1] = id;
      const data: Dataset = {
        size: 3,
        inputs: { word: { shape: [2], data: words } },
        labels: { kind: Int32Array.of(0, 1, 0) },
        tags: {},
      };
      const before = tf.memory().numTensors;
      const message = new RegExp(`row ${sample} of the input "word" holds the id ${id}`);
      expect(() => model.predict(data)).toThrow(message);
      await expect(train(model, data)).rejects.toThrow(message);
      expect(tf.memory().numTensors).toBe(before);
    }
    model.dispose();
  });

  it("a phase whose heads all have weight 0", async () => {
    const model = build({
      inputs: { features: { shape: [4] } },
      targets: { animal: { classes: 6 } },
      nodes: { animal: { type: "head", from: "features", target: "animal", weight: 0 } },
    });
    await expect(train(model, animals(3))).rejects.toThrow(/learns nothing: all its heads have weight 0/);
    model.dispose();
  });

  it("a label that is infinite", async () => {
    const model = build({
      inputs: { features: { shape: [4] } },
      targets: { price: { shape: [1] } },
      nodes: { price: { type: "head", from: "features", target: "price" } },
    });
    const data: Dataset = { ...animals(3), labels: { price: Float32Array.of(1, Infinity, NaN) } };
    await expect(train(model, data)).rejects.toThrow(/sample 1 has the label Infinity for "price"/);
    model.dispose();
  });
});

describe("early stopping", () => {
  it("waits where an epoch has no figure for what it watches", async () => {
    // One batch of fish beside many of insects: in most epochs no turn falls to the fish.
    const few = animals(200, { without: ["cod", "eel", "pike"] });
    const fish = animals(4, { without: ["ant", "bee", "yak"] });
    const features = Float32Array.of(...few.inputs["features"]!.data, ...fish.inputs["features"]!.data);
    const data: Dataset = {
      size: 204,
      inputs: { features: { shape: [4], data: features } },
      labels: { animal: Int32Array.of(...few.labels["animal"]!, ...fish.labels["animal"]!) },
      tags: {},
    };
    const model = build(
      sharedSpec({
        batchSize: 50,
        epochs: 30,
        earlyStopping: { monitor: "fish/loss", patience: 3 },
        alternate: { schedule: "proportional", alpha: 1 },
      }),
    );
    const { stopped, history } = await train(model, data);
    expect(stopped).toBe("finished");
    expect(history.some(({ figures }) => figures["fish/loss"] === undefined)).toBe(true);
    model.dispose();
  });
});
