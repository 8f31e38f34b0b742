/*
 * The approaches on 900 images of Fashion-MNIST, 3 seeds x 5 folds, beside the same networks in Keras
 * (fashion-keras.py). Prints the comparison; exits with 1 where a mean is more than one of Keras' standard
 * deviations away from Keras' own.
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

/** Accuracy in Keras 3.15 on TensorFlow 2.21: mean and standard deviation over the 15 runs. */
const keras = {
  flat: { mean: 0.804, deviation: 0.02, count: 15 },
  cascade: { mean: 0.813, deviation: 0.022, count: 15 },
  "shared backbone": { mean: 0.79, deviation: 0.032, count: 15 },
};

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

const rows = Object.entries(keras).flatMap(([approach, theirs]) => {
  const ours = report.summary[approach]?.whole;
  if (!ours) return [];
  const away = ours.mean - theirs.mean;
  return [{ approach, ours, theirs, away, near: Math.abs(away) <= theirs.deviation }];
});
console.log(
  String(
    table(rows, {
      caption: `accuracy here (${report.machine.backend}) and in Keras`,
      columns: [
        "approach",
        { title: "here", value: ({ ours }) => formatSpread(ours) },
        { title: "Keras", value: ({ theirs }) => formatSpread(theirs) },
        { title: "difference", align: "right", value: ({ away }) => formatDifference(away) },
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
if (report.missing || report.failures || rows.some(({ near }) => !near)) process.exitCode = 1;
