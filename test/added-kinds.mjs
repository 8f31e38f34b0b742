/*
 * Uses each kind that ARCHITECTURE.md adds, through the public library that stands in the working folder, and writes what
 * came of it to result.json there. Run by architecture.e2e.test.ts, which knows what it should be.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const library = createRequire(path.resolve("package.json"))("./dist/index.js");
const { build, compare, data, drawGraph, openModel, parseGraph, plots, saveModel, train, useBackend } =
  library;
await useBackend("wasm");

const inputs = [
  [1, 2],
  [-1, 0.5],
  [0.3, -2],
  [2, 1],
];
const labels = { sign: Int32Array.of(1, 0, 0, 1), size: Float32Array.of(3, -0.5, -1.7, 3) };
const samples = data.fromArrays({ inputs: { x: inputs }, labels, classes: { sign: ["minus", "plus"] } });

/** A total of two stacks, one with the new layer, under a head with the new metric and one with the new loss. */
const graph = (training, weight = 1) => ({
  inputs: { x: { shape: [2] } },
  targets: { sign: { classes: ["minus", "plus"] }, size: { shape: [] } },
  nodes: {
    squares: { layers: [{ type: "dense", units: 3 }, "square"] },
    plain: { layers: [{ type: "dense", units: 3 }] },
    both: { type: "total", from: ["squares", "plain"] },
    sign: { type: "head", from: "both", target: "sign", metrics: ["accuracy", "errorRate"], weight },
    size: { type: "head", from: "both", target: "size", loss: "cauchy", weight },
  },
  training: { batchSize: 4, epochs: 1, ...training },
});

const weightsOf = (model) =>
  Object.fromEntries([...model.hostWeights()].map(([name, weight]) => [name, [...weight.data]]));

async function trained(training, weight) {
  const model = await build(graph(training, weight), { seed: 1 });
  const summary = model.summary();
  const before = weightsOf(model);
  const { heads } = model.predict(samples);
  const predicted = { sign: [...heads.sign.values], size: [...heads.size.values] };
  const { history, steps } = await train(model, samples);
  await saveModel(model, "toys.safetensors");
  return {
    summary,
    before,
    predicted,
    metrics: history[0].figures,
    steps,
    after: weightsOf(model),
    opened: weightsOf(openModel("toys.safetensors")),
    drawing: drawGraph(model.graph),
    curves: JSON.stringify(plots.trainingCurves(history)),
  };
}

const written = JSON.stringify(graph({ optimizer: "signSgd" }));
writeFileSync("toys.graph.json", written);

const report = await compare({
  data: { format: "xor", copies: 10 },
  task: { target: "answer", classes: ["same", "different"], groups: { a: ["same"], b: ["different"] } },
  blocks: { trunk: [{ type: "dense", units: 4 }], branch: [{ type: "dense", units: 5 }] },
  approaches: { flat: {}, trunkOnly: {} },
  training: { epochs: 1 },
});
const figure = plots.parameterCounts(report);

/** One branch for all, and the sum of all branches. */
const routed = {
  inputs: { x: { shape: [2] } },
  targets: { size: { shape: [] } },
  nodes: {
    second: {
      type: "route",
      by: { place: 1 },
      branches: { a: [{ type: "dense", units: 1 }], b: [{ type: "dense", units: 1 }] },
    },
    all: {
      type: "route",
      by: { constant: [1, 1] },
      select: "all",
      merge: "everything",
      branches: { a: [{ type: "dense", units: 1 }], b: [{ type: "dense", units: 1 }] },
    },
    size: { type: "head", from: "second", target: "size", project: false, name: "size" },
    sum: { type: "head", from: "all", target: "size", project: false },
  },
};

async function routes() {
  const shaped = { ...routed, targets: { size: { shape: [1] } } };
  const model = await build(shaped, { seed: 1 });
  const { heads } = model.predict(samples);
  return {
    weights: weightsOf(model),
    second: [...heads.size.values],
    sum: [...heads.sum.values],
  };
}

const result = {
  routes: await routes(),
  problems: parseGraph(written).problems,
  signSgd: await trained({ optimizer: "signSgd" }),
  equal: await trained({ optimizer: "sgd", weighting: "equal" }, 7),
  halves: await trained({ optimizer: "sgd" }, 0.5),
  sequential: await trained({ alternate: { schedule: "sequential" }, batchSize: 1 }),
  root: await trained({
    optimizer: { type: "signSgd", learningRate: { from: 0.5, to: 0.25, over: 4, shape: "root" } },
    epochs: 2,
  }),
  samples: report.runs.map(({ samples: { train, test } }) => train + test),
  figure,
  picture: await plots.figureToSvg(figure),
};
writeFileSync("result.json", JSON.stringify({ ...result, inputs, labels: { size: [...labels.size] } }));
