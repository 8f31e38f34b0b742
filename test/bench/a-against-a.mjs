/*
 * A against A: how often the comparison's test finds a difference where there is none.
 *
 *   npm run build && node test/bench/a-against-a.mjs [--repetitions 200] [--json]
 *
 * Each repetition is a whole experiment, `compare` and all: 5 folds x 2 seeds of one small network against an equal one,
 * on samples drawn afresh and with seeds of its own (repetitions on the same samples would share their luck). A false
 * alarm is a p of the corrected test below the level. Two designs:
 *
 *   weights   the same network under other names, so that it draws other initial weights; the samples are the same
 *   views     the same network on another view of the samples: features drawn anew from the same distribution, class by
 *             class. Neither view is better, but on the samples at hand one of them is, in all folds alike: this is the
 *             dependence between overlapping training sets that the test corrects for
 *
 * "limits" are what 95 of 100 such measurements of a test of exactly that level would give (binomial). The correction assumes
 * that a share test / (test + train) of the variance is common to all runs. In `weights` nothing is common, so fewer false
 * alarms than the lower limit are expected of it: that costs power and nothing else. More than the upper limit, in either
 * design, is a fault, and the exit code says so.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { useBackend } from "../../dist/backend/index.js";
import { randomStream } from "../../dist/backend/random.js";
import { compare } from "../../dist/compare/index.js";
import { correctedTest } from "../../dist/compare/statistics/index.js";

const { values } = parseArgs({
  options: {
    repetitions: { type: "string", default: "200" },
    json: { type: "boolean", default: false },
  },
});

const REPETITIONS = Number(values.repetitions);
const LEVELS = [0.05, 0.01];
const CLASSES = ["a", "b", "c"];

/** `samples` of `features` numbers, their classes in equal numbers; `draw` says what a sample of a class is. */
function dataset(repetition, view, { size, features, draw }) {
  const random = randomStream(repetition, "samples", view);
  const labels = Int32Array.from({ length: size }, (_, sample) => sample % CLASSES.length);
  const data = Float32Array.from([...labels].flatMap((label) => draw(label, random)));
  return { size, inputs: { x: { shape: [features], data } }, labels: { letter: labels }, tags: {} };
}

const tasks = {
  /**
   * A class in two opposite quadrants and one in each of the others. So few units learn that or get stuck, as their first
   * weights have it: accuracies from 0.5 to 1.
   */
  quadrants: {
    size: 90,
    features: 2,
    units: 3,
    training: { optimizer: { type: "adam", learningRate: 0.05 }, batchSize: 16, epochs: 10 },
    draw(label, random) {
      const x = label === 0 ? (random.next() < 0.5 ? -1 : 1) : label === 1 ? 1 : -1;
      const y = label === 0 ? -x : x;
      return [x + 0.4 * random.normal(), y + 0.4 * random.normal()];
    },
  },
  /** Means a little apart, in noise: what is learnt hangs on the samples. */
  means: {
    size: 60,
    features: 6,
    units: 6,
    training: { optimizer: { type: "adam", learningRate: 0.02 }, batchSize: 16, epochs: 8 },
    draw: (label, random) =>
      Array.from({ length: 6 }, (_, i) => (i % CLASSES.length === label ? 0.7 : 0) + random.normal()),
  },
};

const layersOf = ({ units }) => [{ type: "dense", units, activation: "relu" }];

/** The network of the approach `flat` under another name. */
const twinOf = (task) => ({
  inputs: { x: { shape: [task.features] } },
  targets: { letter: { classes: CLASSES } },
  nodes: { twin: { layers: [...layersOf(task), { type: "head", target: "letter" }] } },
  training: task.training,
});

const experiment = (task, repetition, approaches) => ({
  data: { format: "synthetic" },
  task: {
    input: "x",
    target: "letter",
    gate: "kind",
    classes: CLASSES,
    groups: { vowel: ["a"], consonant: ["b", "c"] },
  },
  blocks: { trunk: layersOf(task) },
  approaches,
  training: task.training,
  repeats: { seeds: [2 * repetition + 1, 2 * repetition + 2], folds: 5 },
});

const accuracies = (report, name) =>
  report.runs.filter(({ approach }) => approach === name).map(({ accuracy }) => accuracy.whole);

const designs = {
  weights: async (repetition, folder) => {
    const task = tasks.quadrants;
    const data = dataset(repetition, "first", task);
    await writeFile(path.join(folder, "twin.graph.json"), JSON.stringify(twinOf(task)));
    const spec = experiment(task, repetition, { flat: {}, twin: { type: "graph", file: "twin.graph.json" } });
    const report = await compare(spec, { data, folder, interruptible: false });
    const [first, second] = [accuracies(report, "flat"), accuracies(report, "twin")];
    return first.map((value, run) => value - second[run]);
  },
  views: async (repetition) => {
    const task = tasks.means;
    const spec = experiment(task, repetition, { flat: {} });
    const runs = [];
    for (const view of ["first", "second"]) {
      const report = await compare(spec, { data: dataset(repetition, view, task), interruptible: false });
      runs.push(accuracies(report, "flat"));
    }
    return runs[0].map((value, run) => value - runs[1][run]);
  },
};

/** The counts that X ~ Binomial(n, p) stays within with a probability of at least .95, .025 at most beyond each end. */
function binomialLimits(n, p) {
  let term = (1 - p) ** n;
  let sum = term;
  let k = 0;
  let low;
  for (;;) {
    if (low === undefined && sum > 0.025) low = k;
    if (sum >= 0.975) return [low, k];
    term *= ((n - k) / (k + 1)) * (p / (1 - p));
    k += 1;
    sum += term;
  }
}

const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
const deviation = (list) =>
  Math.sqrt(list.reduce((sum, x) => sum + (x - mean(list)) ** 2, 0) / (list.length - 1));

await useBackend("wasm");
const folder = await mkdtemp(path.join(tmpdir(), "espalier-a-against-a-"));
const rows = [];
const start = performance.now();
try {
  for (const [design, differencesOf] of Object.entries(designs)) {
    const tests = [];
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const differences = await differencesOf(repetition, folder);
      const test = correctedTest(differences, 1 / 4);
      const plain = correctedTest(differences, 0);
      // Where all differences are the same, nothing is estimated and nothing claimed.
      tests.push({
        p: test.estimate?.p ?? 1,
        plain: plain.estimate?.p ?? 1,
        difference: test.difference,
        error: test.estimate?.standardError ?? 0,
      });
      if (process.stderr.isTTY) process.stderr.write(`\r${design} ${repetition + 1} of ${REPETITIONS}`);
    }
    // How far means spread from repetition to repetition, over what the test believes: 1 for an exact test.
    const spread =
      deviation(tests.map(({ difference }) => difference)) /
      Math.sqrt(mean(tests.map(({ error }) => error ** 2)));
    for (const level of LEVELS) {
      const limits = binomialLimits(REPETITIONS, level);
      const alarms = (name) => tests.filter((test) => test[name] < level).length;
      rows.push({
        design,
        level,
        repetitions: REPETITIONS,
        alarms: alarms("p"),
        share: alarms("p") / REPETITIONS,
        limits,
        withoutCorrection: alarms("plain") / REPETITIONS,
        spread,
      });
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
const seconds = (performance.now() - start) / 1000;

if (values.json) {
  console.log(JSON.stringify({ seconds, rows }, undefined, 2));
} else {
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  console.table(
    rows.map(({ design, level, repetitions, alarms, limits, withoutCorrection, spread }) => ({
      design,
      level,
      "false alarms": `${alarms} of ${repetitions} (${percent(alarms / repetitions)})`,
      limits: `${limits[0]} to ${limits[1]} (${percent(limits[0] / repetitions)} to ${percent(limits[1] / repetitions)})`,
      "without correction": percent(withoutCorrection),
      "spread over what is believed": spread.toFixed(2),
    })),
  );
  console.log(`${seconds.toFixed(0)} s`);
}
process.exitCode = rows.some(({ alarms, limits }) => alarms > limits[1]) ? 1 : 0;
