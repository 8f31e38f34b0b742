/*
 * Coarse to fine on 900 images of Fashion-MNIST (B-CNN, Zhu and Bain 2017): does it help to learn the coarse levels first?
 * The network is examples/coarse-to-fine.graph.json, trained in three ways from the same first weights, on the same folds (each fold has weights of its own):
 *
 *   scheduled   with the weights of the file, which go from the coarsest level to the finest
 *   constant    with 1/3 for each level, all the time
 *   flat        with no head but that of the items, and no layers that only the others need
 *
 *   npm run build && node test/bench/coarse-to-fine.mjs [--seeds 3] [--folds 5] [--epochs 25] [--json FILE]
 *
 * Each fold's test images are looked at after every epoch and never chosen by. What is asked beforehand: is the item's
 * accuracy after the last epoch another one? All else describes. "consistent": the share of images of which the coarser heads
 * say the groups that the item's own answer belongs to. p and intervals: corrected for overlapping training sets.
 * The learning rate was chosen with the flat training, on other folds. A FILE that exists already is gone on from.
 *
 * The images: ESPALIER_TEST_DATA/fashion-900, else shared/data beside the repository.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { useBackend } from "../../dist/backend/index.js";
import { runSeed } from "../../dist/compare/runs/run-seed.js";
import { correctedTest } from "../../dist/compare/statistics/index.js";
import { stratifiedFolds, subset } from "../../dist/data/index.js";
import { build } from "../../dist/model/index.js";
import { parseGraph } from "../../dist/spec/index.js";
import { train } from "../../dist/train/index.js";
import { shareOf, spreadOf } from "./effects/arithmetic.mjs";
import { dataFolder, realImages, runsOf } from "./effects/measured.mjs";

const { values: options } = parseArgs({
  options: {
    seeds: { type: "string", default: "3" },
    folds: { type: "string", default: "5" },
    epochs: { type: "string" },
    json: { type: "string" },
  },
});

const folder = dataFolder("fashion-900");

const LEVELS = ["sort", "kind", "item"];
const file = path.join(import.meta.dirname, "../../examples/coarse-to-fine.graph.json");
const readSpec = () => parseGraph(readFileSync(file, "utf8")).spec;
const [scheduled, constant, flat] = [readSpec(), readSpec(), readSpec()];
for (const level of LEVELS) constant.nodes[level].layers.at(-1).weight = 1 / 3;
for (const level of ["sort", "kind"]) {
  delete flat.nodes[level];
  delete flat.targets[level];
}
flat.nodes.item.layers.at(-1).weight = 1;
const ways = { scheduled, constant, flat };

const { item: items } = scheduled.targets;
/** Of each item the number of its group, by coarse level. */
const groups = Object.fromEntries(
  ["sort", "kind"].map((level) => {
    const members = Object.values(scheduled.targets[level].classes);
    return [level, items.classes.map((item) => members.findIndex((list) => list.includes(item)))];
  }),
);

/** The share of samples whose heads do not contradict each other; `undefined` with a single head. */
function consistency({ answers }) {
  if (!answers.kind) return undefined;
  const agree = [...answers.item.labels].map((item, i) =>
    ["sort", "kind"].every((level) => answers[level].labels[i] === groups[level][item]),
  );
  return shareOf(agree);
}

const all = await realImages(folder, "item");
const backend = await useBackend();
const training = options.epochs ? { epochs: Number(options.epochs) } : {};
const folds = Number(options.folds);

const runs = runsOf(options.json);
const start = performance.now();
for (let seed = 1; seed <= Number(options.seeds); seed++) {
  for (const [fold, parts] of stratifiedFolds(all.labels.item, folds, seed).entries()) {
    if (runs.some((run) => run.seed === seed && run.fold === fold)) continue;
    const [samples, test] = [subset(all, parts.train), subset(all, parts.test)];
    const run = { seed, fold };
    for (const [name, spec] of Object.entries(ways)) {
      const model = await build(spec, { seed: runSeed(seed, fold + 1) });
      const { history } = await train(model, samples, { training, validation: test, interruptible: false });
      run[name] = {
        // With a single head, the metrics of all heads are its own.
        epochs: history.map(({ figures }) =>
          Object.fromEntries(LEVELS.map((level) => [level, figures[`val/${level}/accuracy`]])),
        ),
        consistent: consistency(model.predict(test)),
      };
      model.dispose();
    }
    runs.push(run);
    if (options.json) writeFileSync(options.json, `${JSON.stringify({ runs }, undefined, 1)}\n`);
    const last = Object.keys(ways).map((name) => `${name} ${run[name].epochs.at(-1).item.toFixed(3)}`);
    console.error(
      `seed ${seed}, fold ${fold + 1}: ${last.join(", ")}; ${((performance.now() - start) / 1000).toFixed(0)} s`,
    );
  }
}

const percent = ({ mean, deviation }) => `${(100 * mean).toFixed(1)} ± ${(100 * deviation).toFixed(1)} %`;
const count = runs[0].scheduled.epochs.length;
// The last epoch of each stage of the file's schedule, and that of the training.
const stages = scheduled.nodes.sort.layers
  .at(-1)
  .weight.steps.slice(1)
  .map(([epoch]) => epoch);
const moments = [
  1,
  ...new Set([
    ...stages,
    ...scheduled.nodes.kind.layers
      .at(-1)
      .weight.steps.slice(1)
      .map(([epoch]) => epoch),
    count,
  ]),
]
  .filter((epoch) => epoch <= count)
  .sort((a, b) => a - b);

const at = (name, level, epoch) => runs.map((run) => run[name].epochs[epoch - 1][level]);
console.table(
  moments.flatMap((epoch) =>
    Object.keys(ways).map((name) => ({
      "after epoch": epoch,
      training: name,
      ...Object.fromEntries(
        LEVELS.map((level) => [
          level,
          name === "flat" && level !== "item" ? "" : percent(spreadOf(at(name, level, epoch))),
        ]),
      ),
      consistent:
        epoch === count && name !== "flat" ? percent(spreadOf(runs.map((run) => run[name].consistent))) : "",
    })),
  ),
);

const questions = [
  ["scheduled", "flat", "item", count],
  ["scheduled", "constant", "item", count],
  ["constant", "flat", "item", count],
  ...moments
    .filter((epoch) => epoch < count)
    .flatMap((epoch) => LEVELS.map((level) => ["scheduled", "constant", level, epoch])),
  ["scheduled", "constant", "kind", count],
  ["scheduled", "constant", "sort", count],
];
const points = (value) => (100 * value).toFixed(1);
const tests = questions.map(([first, second, level, epoch]) => {
  const others = at(second, level, epoch);
  const differences = at(first, level, epoch).map((value, i) => value - others[i]);
  return { first, second, level, epoch, ...(runs.length > 1 && correctedTest(differences, 1 / (folds - 1))) };
});
if (runs.length > 1) {
  const differences = runs.map((run) => run.scheduled.consistent - run.constant.consistent);
  tests.push({
    first: "scheduled",
    second: "constant",
    level: "consistent",
    epoch: count,
    ...correctedTest(differences, 1 / (folds - 1)),
  });
  console.table(
    tests.map(({ first, second, level, epoch, difference, estimate }) => ({
      difference: `${first} - ${second}`,
      of: level,
      "after epoch": epoch,
      points: points(difference),
      "95 % interval": estimate ? estimate.interval.map(points).join(" to ") : "",
      p: estimate?.p.toFixed(3) ?? "",
    })),
  );
}
console.log(
  `${runs.length} runs each; ${backend.backend ?? backend.name}; ${((performance.now() - start) / 1000).toFixed(0)} s`,
);
if (options.json) writeFileSync(options.json, `${JSON.stringify({ runs, tests }, undefined, 1)}\n`);
