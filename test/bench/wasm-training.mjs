/*
 * How fast two small networks train without native TensorFlow: Espalier on WASM beside plain JavaScript (tfjs and its
 * own Adam), beside jax-js (the other way to train in npm), and beside native TensorFlow where that is set up.
 *
 *   npm run build && node test/bench/wasm-training.mjs [--rounds N] [--json FILE]
 *
 * The MLP: 64-128-10, batches of 32. The CNN: conv16-pool-conv32-pool-dense10 on 28 x 28, batches of 64. Adam.
 * Each measurement is a process of its own; the contenders take turns, so that what else the machine does hits all.
 * A round's figure is the median of its steps, the result the median of the rounds.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

/** Steps to warm up and steps to time, by network: plain JavaScript needs seconds for one of the CNN's. */
const contenders = {
  "espalier, WASM": { script: "espalier.mjs", argument: "wasm", steps: { mlp: [30, 200], cnn: [5, 30] } },
  "jax-js, WASM": { script: "jax.mjs", argument: "wasm", steps: { mlp: [30, 200], cnn: [3, 6] } },
  "plain JavaScript": { script: "plain.mjs", argument: "cpu", steps: { mlp: [20, 60], cnn: [1, 2] } },
  "espalier, native": {
    script: "espalier.mjs",
    argument: "native",
    steps: { mlp: [30, 200], cnn: [10, 60] },
  },
};
const ours = "espalier, WASM";

const { values: options } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, json: { type: "string" } },
});

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Times of the steps of one run in ms; `undefined` where the contender cannot run here. */
function measure({ script, argument, steps }, network) {
  const file = path.join(import.meta.dirname, "wasm-training", script);
  const [warmUp, timed] = steps[network];
  const child = spawnSync(process.execPath, [file, argument, network, String(warmUp), String(timed)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (child.status === 0) return JSON.parse(child.stdout.trim().split("\n").at(-1));
  console.error(`${script} ${argument} ${network} did not run: ${child.stderr.trim().split("\n").at(-1)}`);
  return undefined;
}

const rounds = Number(options.rounds);
const times = {};
for (const network of ["mlp", "cnn"]) {
  times[network] = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, contender] of Object.entries(contenders)) {
      const run = measure(contender, network);
      if (run) times[network][name].push(median(run.times));
    }
}

const report = {
  machine: { cpu: os.cpus()[0].model, cores: os.cpus().length, node: process.version },
  networks: {},
};
for (const [network, byContender] of Object.entries(times)) {
  const base = median(byContender[ours]);
  const rows = Object.entries(byContender)
    .filter(([, runs]) => runs.length > 0)
    .map(([name, runs]) => ({
      name,
      milliseconds: median(runs),
      fastest: Math.min(...runs),
      slowest: Math.max(...runs),
    }));
  report.networks[network] = Object.fromEntries(
    rows.map(({ name, ...row }) => [name, { ...row, ratio: row.milliseconds / base }]),
  );
  console.log(
    `\n${network.toUpperCase()}${" ".repeat(19)}ms a step   (rounds from .. to)   times as long as ${ours}`,
  );
  for (const { name, milliseconds, fastest, slowest } of rows)
    console.log(
      `  ${name.padEnd(18)}${milliseconds.toFixed(2).padStart(10)}   ` +
        `${`${fastest.toFixed(2)} .. ${slowest.toFixed(2)}`.padStart(19)}   ${(milliseconds / base).toFixed(1).padStart(8)}`,
    );
}
if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
