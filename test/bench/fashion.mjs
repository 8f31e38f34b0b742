/*
 * The approaches on 900 images of Fashion-MNIST, 3 seeds x 5 folds, beside the same networks in Keras. Prints the
 * comparison; exits with 1 where a mean is more than one of the target's standard deviations away from it, or a run
 * is missing.
 *
 *   npm run build && node test/bench/fashion.mjs [--runs FILE] [--out REPORT.json]
 *
 * The images: ESPALIER_TEST_DATA/fashion-900, else shared/data beside the repository.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { compare } from "../../dist/compare/index.js";
import { writeWhole } from "../../dist/files/index.js";
import { comparisonTable, table, terminalProgress } from "../../dist/notebook/index.js";
import { formatDifference, formatSpread } from "../../dist/plots/index.js";

/*
 * Accuracy in Keras 3.15, mean and standard deviation over 15 runs. `target`: the figures that this project set itself,
 * from a run on other folds whose script was not kept. `keras`: what fashion-keras.py gives, on the folds used here.
 */
const yardsticks = {
  flat: { target: spread(0.804, 0.02), keras: spread(0.809, 0.032) },
  cascade: { target: spread(0.813, 0.022), keras: spread(0.807, 0.035) },
  "shared backbone": { target: spread(0.79, 0.032), keras: spread(0.807, 0.04) },
};

function spread(mean, deviation) {
  return { mean, deviation, count: 15 };
}

const { values: options } = parseArgs({ options: { runs: { type: "string" }, out: { type: "string" } } });

process.env.ESPALIER_TEST_DATA ??= path.resolve(import.meta.dirname, "../../../shared/data");
if (!existsSync(path.join(process.env.ESPALIER_TEST_DATA, "fashion-900"))) {
  console.error("there is no fashion-900 here; name the folder that holds it in ESPALIER_TEST_DATA");
  process.exit(2);
}

const report = await compare(path.join(import.meta.dirname, "fashion.experiment.json"), {
  runsFile: options.runs,
  progress: terminalProgress(),
});

console.log(String(comparisonTable(report)));
console.log();

const rows = Object.entries(yardsticks).flatMap(([approach, { target, keras }]) => {
  const ours = report.summary[approach]?.whole;
  if (!ours) return [];
  const away = ours.mean - target.mean;
  return [{ approach, ours, target, keras, away, near: Math.abs(away) <= target.deviation }];
});
console.log(
  String(
    table(rows, {
      caption: `accuracy here (${report.machine.backend}) and in Keras`,
      columns: [
        "approach",
        { title: "here", value: ({ ours }) => formatSpread(ours) },
        { title: "Keras, same folds", value: ({ keras }) => formatSpread(keras) },
        { title: "target", value: ({ target }) => formatSpread(target) },
        { title: "here - target", align: "right", value: ({ away }) => formatDifference(away) },
        { title: "within one deviation", value: ({ near }) => (near ? "yes" : "no") },
      ],
    }),
  ),
);
console.log();
console.log(
  String(
    table(report.pairs, {
      caption: "paired differences in accuracy, standard error corrected for overlapping training sets",
      columns: [
        "first",
        "second",
        { title: "difference", align: "right", value: ({ difference }) => formatDifference(difference) },
        { title: "standard error", align: "right", value: ({ standardError }) => standardError?.toFixed(3) },
        { title: "95 % interval", value: ({ interval }) => interval?.map(formatDifference).join(" to ") },
        { title: "p", align: "right", value: ({ p }) => p?.toFixed(3) },
      ],
    }),
  ),
);

if (options.out) await writeWhole(options.out, `${JSON.stringify(report, undefined, 2)}\n`);
// An interrupted bench has shown nothing.
if (report.missing || report.failures || rows.length < 3 || rows.some(({ near }) => !near))
  process.exitCode = 1;
