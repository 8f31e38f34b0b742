/*
 * Early exit on 10,000 digits (BranchyNet, Teerapittayanon et al. 2016): how many leave early, at what accuracy, and what
 * that saves. The network is examples/early-exit.graph.json.
 *
 *   npm run build && node test/bench/early-exit.mjs [--seeds 5] [--epochs 20] [--json FILE]
 *
 * Each seed draws weights and parts anew: 7,000 images train, 1,000 choose the threshold, 2,000 test. The threshold is the
 * highest entropy with which the route is correct on at least as many of the 1,000 as the last head is, were it asked for all. The 2,000
 * are looked at once, with that one; thresholds that were fixed beforehand stand beside it. "last head" is the same trained
 * network without its exit; "trained alone" the same layers that never had one.
 *
 * Times are those of `predict` as users call it, medians over rounds in which the contenders take turns. A FILE that exists
 * already is gone on from.
 *
 * The images: ESPALIER_TEST_DATA/mnist-10k, else shared/data beside the repository.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { useBackend } from "../../dist/backend/index.js";
import { correctedTest } from "../../dist/compare/statistics/index.js";
import { split, subset } from "../../dist/data/index.js";
import { expectedFlops } from "../../dist/graph/index.js";
import { build } from "../../dist/model/index.js";
import { parseGraph } from "../../dist/spec/index.js";
import { train } from "../../dist/train/index.js";
import { entropies, likeliest, mean, median, shareOf, spreadOf } from "./effects/arithmetic.mjs";
import { dataFolder, realImages, runsOf } from "./effects/measured.mjs";

const { values: options } = parseArgs({
  options: {
    seeds: { type: "string", default: "5" },
    epochs: { type: "string" },
    json: { type: "string" },
  },
});

/** Thresholds that are measured whatever the validation says: those of the paper and its authors' notebook, and one between. */
const FIXED = [0.025, 0.1, 0.5];
/** Those that the validation chooses among, in nats. */
const GRID = Array.from({ length: 61 }, (_, i) => 10 ** (-3 + i / 20));
const TESTED = 2000;
const CHOSEN_ON = 1000;

const folder = dataFolder("mnist-10k");
const file = path.join(import.meta.dirname, "../../examples/early-exit.graph.json");
const readSpec = () => parseGraph(readFileSync(file, "utf8")).spec;
const branchy = readSpec();
const withThreshold = (entropyBelow) => {
  const spec = readSpec();
  spec.nodes.digit.by.entropyBelow = entropyBelow;
  return spec;
};
/** The trunk and the late way out, with no early one. */
const alone = readSpec();
alone.nodes = {
  shared: branchy.nodes.shared,
  digit: { from: "shared", layers: branchy.nodes.digit.branches.unsure },
};

/** What both heads say of all samples, and whether that is the label. */
function askAll(model, data) {
  const { heads } = model.predict(data, { branches: "all" });
  const { digit } = data.labels;
  const [early, late] = [heads.early.values, heads["digit/unsure"].values].map((values) => {
    const answers = likeliest(values, 10);
    return { values, correct: [...digit].map((label, i) => Number(answers[i] === label)) };
  });
  return { early, late, entropy: entropies(early.values, 10) };
}

/** Share that leaves and accuracy with one threshold. */
function withExit({ early, late, entropy }, threshold) {
  const leaves = entropy.map((value) => value < threshold);
  const correct = leaves.map((left, i) => (left ? early.correct[i] : late.correct[i]));
  return { share: shareOf(leaves), accuracy: mean(correct), correct };
}

/** The highest threshold without loss on the samples at hand; the lowest of all where none is. */
function chooseThreshold(said) {
  const least = mean(said.late.correct);
  return GRID.findLast((threshold) => withExit(said, threshold).accuracy >= least) ?? GRID[0];
}

/** Milliseconds a call, medians; the contenders take turns. */
function timesOf(contenders, rounds) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++)
    for (const [name, call] of Object.entries(contenders)) {
      const start = performance.now();
      call();
      // The first round warms up.
      if (round >= 0) times[name].push(performance.now() - start);
    }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

const all = await realImages(folder, "digit");
const backend = await useBackend();
const training = options.epochs ? { epochs: Number(options.epochs) } : {};

const runs = runsOf(options.json);
const start = performance.now();
for (let seed = 1; seed <= Number(options.seeds); seed++) {
  if (runs.some((run) => run.seed === seed)) continue;
  const { train: rest, test } = split(all, { target: "digit", testShare: TESTED / all.size, seed });
  const { train: samples, test: validation } = split(rest, {
    target: "digit",
    testShare: CHOSEN_ON / rest.size,
    seed,
  });
  const model = await build(branchy, { seed });
  const { seconds } = await train(model, samples, { training, interruptible: false });
  const threshold = chooseThreshold(askAll(model, validation));

  const routed = await build(withThreshold(threshold), { seed });
  routed.setHostWeights(model.hostWeights());
  const answered = routed.predict(test);
  const said = askAll(model, test);
  const exit = withExit(said, threshold);
  const share = shareOf([...answered.routes.digit.taken].map((branch) => branch === 0));
  const accuracy = mean(
    [...answered.answers.digit.labels].map((label, i) => Number(label === test.labels.digit[i])),
  );
  // What is reported is what the library does, and must be what the heads say by themselves.
  if (share !== exit.share || accuracy !== exit.accuracy)
    throw new Error(`routed: ${share}, ${accuracy}; by hand: ${exit.share}, ${exit.accuracy}`);

  const plain = await build(alone, { seed });
  await train(plain, samples, { training, interruptible: false });
  const { answers } = plain.predict(test);
  const plainAccuracy = mean(
    [...answers.digit.labels].map((label, i) => Number(label === test.labels.digit[i])),
  );

  const contenders = (data, batchSize) => ({
    exit: () => routed.predict(data, { batchSize }),
    everything: () => routed.predict(data, { batchSize, branches: "all" }),
    "last head alone": () => plain.predict(data, { batchSize }),
  });
  const one = subset(
    test,
    Array.from({ length: 100 }, (_, i) => i),
  );
  const perSample = (times, count) =>
    Object.fromEntries(Object.entries(times).map(([name, value]) => [name, value / count]));
  const times = {
    256: perSample(timesOf(contenders(test, 256), 7), test.size),
    1: perSample(timesOf(contenders(one, 1), 5), one.size),
  };

  runs.push({
    seed,
    seconds,
    threshold,
    share,
    accuracy,
    early: mean(said.early.correct),
    late: mean(said.late.correct),
    alone: plainAccuracy,
    fixed: FIXED.map((limit) => {
      const { share, accuracy } = withExit(said, limit);
      return { threshold: limit, share, accuracy };
    }),
    curve: GRID.map((limit) => {
      const { share, accuracy } = withExit(said, limit);
      return [limit, share, accuracy];
    }),
    flops: {
      exit: expectedFlops(routed.graph, { digit: [share, 1 - share] }),
      everything: expectedFlops(routed.graph, { digit: [0, 1] }),
      "last head alone": expectedFlops(plain.graph),
    },
    times,
  });
  for (const made of [model, routed, plain]) made.dispose();
  if (options.json) writeFileSync(options.json, `${JSON.stringify({ runs })}\n`);
  console.error(
    `seed ${seed}: ${seconds.toFixed(0)} s of training, ${JSON.stringify({ threshold, share, accuracy, late: runs.at(-1).late })}`,
  );
}

const of = (read) => runs.map(read);
const percent = ({ mean: value, deviation }) =>
  `${(100 * value).toFixed(2)} ± ${(100 * deviation).toFixed(2)} %`;
const row = (name, shares, accuracies) => ({
  name,
  "leave early": shares ? percent(spreadOf(shares)) : "",
  accuracy: percent(spreadOf(accuracies)),
});
console.table([
  row(
    "exit, threshold from validation",
    of((run) => run.share),
    of((run) => run.accuracy),
  ),
  ...FIXED.map((limit, i) =>
    row(
      `exit, entropy below ${limit}`,
      of(({ fixed }) => fixed[i].share),
      of(({ fixed }) => fixed[i].accuracy),
    ),
  ),
  row(
    "early head for all",
    undefined,
    of((run) => run.early),
  ),
  row(
    "last head for all",
    undefined,
    of((run) => run.late),
  ),
  row(
    "last head, trained alone",
    undefined,
    of((run) => run.alone),
  ),
]);

const testOverTrain = TESTED / (all.size - TESTED - CHOSEN_ON);
const pairs = {
  "exit - last head": of((run) => run.accuracy - run.late),
  "exit - trained alone": of((run) => run.accuracy - run.alone),
};
const tests =
  runs.length < 2
    ? {}
    : Object.fromEntries(
        Object.entries(pairs).map(([name, list]) => [name, correctedTest(list, testOverTrain)]),
      );
const points = (value) => (100 * value).toFixed(2);
console.table(
  Object.entries(tests).map(([name, { difference, estimate }]) => ({
    name,
    "difference, points": points(difference),
    "95 % interval": estimate ? estimate.interval.map(points).join(" to ") : "",
    p: estimate?.p.toFixed(3) ?? "",
  })),
);

const costs = ["exit", "everything", "last head alone"].map((name) => ({
  name,
  "FLOPs a sample": Math.round(mean(of(({ flops }) => flops[name]))),
  "ms a sample, batches of 256": median(of(({ times }) => times[256][name])).toFixed(4),
  "ms a sample, one by one": median(of(({ times }) => times[1][name])).toFixed(3),
}));
console.table(costs);
console.log(
  `thresholds ${of(({ threshold }) => threshold.toFixed(3)).join(", ")}; ${backend.backend ?? backend.name}; ${((performance.now() - start) / 1000).toFixed(0)} s`,
);
if (options.json) writeFileSync(options.json, `${JSON.stringify({ runs, tests, costs }, undefined, 2)}\n`);
process.exitCode = mean(of((run) => run.share)) >= 0.85 ? 0 : 1;
