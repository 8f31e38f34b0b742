/*
 * The folds of fashion.experiment.json as JSON, `[seed][fold] = numbers of the test samples`, for fashion-keras.py:
 * both sides then train and test on the same images.
 *
 *   npm run build && node test/bench/fashion-folds.mjs
 */
import path from "node:path";
import { prepareExperiment } from "../../dist/compare/index.js";
import { stratifiedFolds } from "../../dist/data/index.js";

process.env.ESPALIER_TEST_DATA ??= path.resolve(import.meta.dirname, "../../../shared/data");
const { data, normalised } = await prepareExperiment(
  path.join(import.meta.dirname, "fashion.experiment.json"),
);
const { task, repeats } = normalised;
const folds = repeats.seeds.map((seed) =>
  stratifiedFolds(data.labels[task.target], repeats.folds, seed).map(({ test }) => [...test]),
);
console.log(JSON.stringify(folds));
