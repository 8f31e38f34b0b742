/*
 * What each weighting does on a small problem of two tasks that conflict: both stand on one hidden unit too few, and the loss of
 * one is a hundred times the other's.
 *
 *   npm run build && node test/bench/weightings.mjs [--epochs 60] [--seeds 3]
 *
 * Losses are means over the seeds, as shares of what predicting the mean would lose (1 = nothing learnt). "worse" is the task
 * that learnt less. Measured with 40 epochs and 2 seeds (small, large):
 *
 *   fixed 0.86 0.19   dwa 0.86 0.19   randomLoss 0.86 0.22   pcGrad 0.65 0.23   uncertainty 0.60 0.27   caGrad 0.55 0.19
 *   imtl 0.09 0.40    gradNorm 0.39 0.35   mgda 0.04 0.72    gls 0.00 0.97
 *
 * Weights of losses leave the heads' scales as they are but for gradNorm and uncertainty; mgda and gls follow the small one.
 */
import { parseArgs } from "node:util";
import { useBackend } from "../../dist/backend/index.js";
import { randomStream } from "../../dist/backend/random.js";
import { Model, understandGraph } from "../../dist/model/index.js";
import { train } from "../../dist/train/index.js";
import { weightings } from "../../dist/weighting/index.js";

const { values } = parseArgs({
  options: { epochs: { type: "string", default: "60" }, seeds: { type: "string", default: "3" } },
});

const SIZE = 96;
const SCALES = { small: 1, large: 10 };

function samples(seed) {
  const random = randomStream(seed, "two tasks");
  const x = Float32Array.from({ length: SIZE * 4 }, () => random.normal());
  const task = (name, of) =>
    Float32Array.from({ length: SIZE }, (_, i) => SCALES[name] * of(x.subarray(4 * i, 4 * i + 4)));
  const small = task("small", ([a, b, c]) => Math.tanh(a + b) + 0.5 * c);
  const large = task("large", ([a, b, , d]) => Math.tanh(b - a) + 0.5 * d);
  return { size: SIZE, inputs: { x: { shape: [4], data: x } }, labels: { small, large }, tags: {} };
}

const spec = (weighting) => ({
  inputs: { x: { shape: [4] } },
  targets: { small: { shape: [1] }, large: { shape: [1] } },
  nodes: {
    trunk: { from: "x", layers: [{ type: "dense", units: 3, activation: "tanh" }] },
    small: { type: "head", from: "trunk", target: "small" },
    large: { type: "head", from: "trunk", target: "large" },
  },
  training: {
    weighting,
    epochs: Number(values.epochs),
    batchSize: 16,
    optimizer: { type: "adam", learningRate: 0.01 },
  },
});

const variance = (numbers) => {
  const mean = numbers.reduce((a, b) => a + b) / numbers.length;
  return numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length;
};

await useBackend();
console.log("weighting    small  large  worse  ms/step");
for (const type of Object.keys(weightings)) {
  const found = { small: 0, large: 0 };
  let [seconds, steps] = [0, 0];
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const data = samples(seed);
    const model = Model.build(understandGraph(spec(type)).graph, { seed });
    const result = await train(model, data);
    const { figures } = result.history.at(-1);
    for (const name of Object.keys(found))
      found[name] += figures[`${name}/loss`] / variance(data.labels[name]) / Number(values.seeds);
    seconds += result.seconds;
    steps += result.steps;
    model.dispose();
  }
  const cells = [found.small, found.large, Math.max(found.small, found.large)].map((share) =>
    share.toFixed(3),
  );
  console.log(
    `${type.padEnd(11)}  ${cells.join("  ")}  ${((1000 * seconds) / steps).toFixed(1).padStart(7)}`,
  );
}
