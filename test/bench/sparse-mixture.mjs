/*
 * A sparse mixture of eight experts against one dense expert of the same FLOPs, on a task made for it.
 *
 *   npm run build && node test/bench/sparse-mixture.mjs [--seeds 3] [--folds 5] [--samples 800] [--epochs 15] [--json]
 *
 * Both run through `compare`, on the same folds and seeds: p is that of the corrected resampled t-test. The dense expert
 * costs at least as many FLOPs for one sample as the mixture (gate, two of eight experts, head). Exits with 1 where the
 * mixture is not better, or not surely (p of 0.01 and more).
 *
 * As it stands: 844 FLOPs and an accuracy of 0.720 against 853 and 0.608, a difference of 0.113 (0.076 to 0.149), p 1.3e-5.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { useBackend } from "../../dist/backend/index.js";
import { randomStream } from "../../dist/backend/random.js";
import { compare } from "../../dist/compare/index.js";
import { countParameters, expectedFlops } from "../../dist/graph/index.js";
import { understandGraph } from "../../dist/model/index.js";
import { CLASSES, dataset, dense, sparse, unitsOfSameCost } from "./sparse-mixture-task.mjs";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "3" },
    folds: { type: "string", default: "5" },
    samples: { type: "string", default: "800" },
    epochs: { type: "string", default: "15" },
    json: { type: "boolean", default: false },
  },
});

const training = {
  optimizer: { type: "adam", learningRate: 0.02 },
  batchSize: 50,
  epochs: Number(values.epochs),
};
const graphOf = (spec) => understandGraph(spec).graph;
const flopsOf = (spec) => expectedFlops(graphOf(spec));
const specs = {
  "sparse mixture": sparse(training),
  "dense expert": dense(training, unitsOfSameCost(flopsOf, training)),
};

await useBackend("wasm");
const folder = await mkdtemp(path.join(tmpdir(), "espalier-sparse-mixture-"));
const start = performance.now();
let report;
try {
  const approaches = {};
  for (const [name, spec] of Object.entries(specs)) {
    const file = `${name.replace(" ", "-")}.graph.json`;
    await writeFile(path.join(folder, file), JSON.stringify(spec));
    approaches[name] = { type: "graph", file };
  }
  const experiment = {
    data: { format: "synthetic" },
    task: {
      input: "x",
      target: "letter",
      gate: "kind",
      classes: CLASSES,
      groups: { vowel: CLASSES.slice(0, 1), consonant: CLASSES.slice(1) },
    },
    // Of no network here: both are written out.
    blocks: { trunk: [{ type: "dense", units: 8 }] },
    approaches,
    training,
    repeats: {
      seeds: Array.from({ length: Number(values.seeds) }, (_, i) => i + 1),
      folds: Number(values.folds),
    },
  };
  const data = dataset(Number(values.samples), randomStream(1, "sparse mixture"));
  report = await compare(experiment, { data, folder, interruptible: false });
} finally {
  await rm(folder, { recursive: true, force: true });
}
const seconds = (performance.now() - start) / 1000;

const rows = Object.entries(specs).map(([name, spec]) => {
  const graph = graphOf(spec);
  const { mean, deviation } = report.summary[name].whole;
  const { trainable } = countParameters(graph, graph.variables.keys());
  return { name, FLOPs: expectedFlops(graph), parameters: trainable, accuracy: mean, deviation };
});
const [pair] = report.pairs;
const { first, second, difference, standardError, interval, p } = pair;
const runs = report.runs.length / rows.length;
if (values.json) {
  console.log(
    JSON.stringify(
      { seconds, runs, rows, pair: { first, second, difference, standardError, interval, p } },
      undefined,
      2,
    ),
  );
} else {
  console.table(rows);
  console.log(
    `${first} - ${second}: ${difference.toFixed(4)}, 95 % interval ${interval?.map((end) => end.toFixed(4)).join(" to ")}, ` +
      `corrected p ${p?.toExponential(1)}, ${runs} runs each, ${seconds.toFixed(0)} s`,
  );
}
const better = first === "sparse mixture" ? difference > 0 : difference < 0;
process.exitCode = better && p !== undefined && p < 0.01 ? 0 : 1;
