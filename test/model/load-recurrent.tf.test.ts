/* Sequential models of tfjs-layers over sequences: read as stacks that predict the same. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import { applyLayer } from "../../src/layers";
import { StackLoader } from "../../src/model/load";
import { drawValues } from "../gradients";

type Layer = tfl.layers.Layer;

let folder = "";
beforeAll(async () => {
  await useBackend();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "espalier-load-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Saves a model of tfjs-layers as its files. */
async function saved(model: tfl.Sequential, change = (text: string) => text): Promise<void> {
  await model.save({
    save: (artifacts) => {
      const weightsManifest = [{ paths: ["weights.bin"], weights: artifacts.weightSpecs }];
      const text = JSON.stringify({ modelTopology: artifacts.modelTopology, weightsManifest });
      writeFileSync(join(folder, "model.json"), change(text));
      writeFileSync(join(folder, "weights.bin"), Buffer.from(artifacts.weightData as ArrayBuffer));
      const modelArtifactsInfo = { dateSaved: new Date(0), modelTopologyType: "JSON" as const };
      return Promise.resolve({ modelArtifactsInfo });
    },
  });
}

const first = { inputShape: [6, 3] };
const gates = { recurrentActivation: "sigmoid", recurrentInitializer: "glorotUniform" } as const;
const plain = { recurrentInitializer: "glorotUniform" } as const;

const models: Record<string, () => Layer[]> = {
  "lstm and gru": () => [
    tfl.layers.lstm({ ...first, ...gates, units: 4, returnSequences: true }),
    tfl.layers.gru({ ...gates, units: 3 }),
  ],
  "conv1d, pooling, a simple recurrent layer": () => [
    tfl.layers.conv1d({ ...first, filters: 4, kernelSize: 2, padding: "same", activation: "relu" }),
    tfl.layers.maxPooling1d({ poolSize: 2 }),
    tfl.layers.simpleRNN({ ...plain, units: 3, goBackwards: true, useBias: false }),
  ],
  "both directions": () => [
    tfl.layers.bidirectional({
      ...first,
      layer: tfl.layers.lstm({ ...gates, units: 2, returnSequences: true }),
      mergeMode: "concat",
    }),
    tfl.layers.globalAveragePooling1d({}),
    tfl.layers.dense({ units: 2 }),
  ],
};

it.each(Object.entries(models))("%s", async (_, layers) => {
  const model = tfl.sequential({ layers: layers() });
  await saved(model);
  const loader = new StackLoader(folder);
  const stack = loader.load("model.json");
  const names = stack.layers.flatMap(({ weights }) => weights);
  const values = loader.weights(new Map(names.map((name) => [name, { model: "model.json", weight: name }])));
  tf.tidy(() => {
    const x = tf.tensor(drawValues(2 * 6 * 3, "x"), [2, 6, 3]);
    const context = { training: false, random: () => randomStream(1, "none") };
    const value = stack.layers.reduce<tf.Tensor>((value, { layer, weights }) => {
      const tensors = weights
        .map((name) => values.get(name)!)
        .map(({ data, shape }) => tf.tensor(data, [...shape]));
      return applyLayer(layer, [value], tensors, context).value;
    }, x);
    const theirs = model.predict(x) as tf.Tensor;
    expect(value.shape).toEqual(theirs.shape);
    expect(tf.max(tf.abs(tf.sub(value, theirs))).dataSync()[0]!).toBeLessThan(1e-5);
  });
  model.dispose();
});

it.each([
  [
    '"return_sequences":false',
    '"return_sequences":true',
    "go_backwards",
    "go_backwards with return_sequences",
  ],
  [
    '"recurrent_activation":"sigmoid"',
    '"recurrent_activation":"hard_sigmoid"',
    "",
    "another function in Keras 2",
  ],
  ['"stateful":false', '"stateful":true', "", "stateful = true is not one that Espalier has"],
])("what it cannot read it refuses: %s as %s", async (from, to, backwards, message) => {
  const layer = tfl.layers.lstm({ ...first, ...gates, units: 2, goBackwards: backwards !== "" });
  const model = tfl.sequential({ layers: [layer] });
  await saved(model, (text) => text.replace(from, to));
  expect(() => new StackLoader(folder).load("model.json")).toThrow(message);
  model.dispose();
});
