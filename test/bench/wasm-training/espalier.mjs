/* A step of the library: what `train` runs for each batch, the check for finite numbers included. */
import { useBackend } from "../../../dist/backend/index.js";
import { DeviceData } from "../../../dist/model/device-data.js";
import { build } from "../../../dist/model/index.js";
import { optimizerRule } from "../../../dist/optimizers/index.js";
import { OptimizerState } from "../../../dist/train/optimizer-state.js";
import { runStep } from "../../../dist/train/run.js";
import { WeightingState } from "../../../dist/train/weighting-state.js";
import { weightingOf } from "../../../dist/weighting/index.js";
import { classes, numbers, sizeOf, sizes, timeSteps, wanted } from "./harness.mjs";

const layers = {
  mlp: [{ type: "dense", units: 128, activation: "relu" }],
  cnn: [
    { type: "conv2d", filters: 16, kernelSize: 3, activation: "relu" },
    "maxPooling2d",
    { type: "conv2d", filters: 32, kernelSize: 3, activation: "relu" },
    "maxPooling2d",
    "flatten",
  ],
};

const { argument, network, ...steps } = wanted();
const { input, batch } = sizes[network];
await useBackend(argument);
const model = await build({
  name: network,
  inputs: { x: { shape: input } },
  targets: { y: { classes } },
  nodes: { trunk: { from: "x", layers: layers[network] }, y: { type: "head", from: "trunk", target: "y" } },
  training: { optimizer: "adam", epochs: 1, batchSize: batch },
});
const data = new DeviceData(model.graph, {
  size: batch,
  inputs: { x: { shape: input, data: numbers(batch * sizeOf(input)) } },
  labels: { y: Int32Array.from({ length: batch }, (_, i) => i % classes) },
  tags: {},
});
const [phase] = model.graph.phases;
const optimizer = new OptimizerState(optimizerRule(phase.optimizer));
const weighting = new WeightingState(weightingOf(phase.weighting), []);
const planned = { turn: 0, samples: Int32Array.from({ length: batch }, (_, i) => i), others: [] };
let step = 0;
await timeSteps(() => {
  const [outcome] = runStep(model, data, phase, optimizer, weighting, planned, { seed: 1, step: ++step });
  return outcome.loss;
}, steps);
