/*
 * Our kernel beside stock tslab, ipykernel and Deno's, on this machine, in one run: rounds in which each kernel has its
 * turn, medians over the rounds. Prints a table and where our targets stand; exits with 1 where one is missed.
 *
 *   npm run build && node test/bench/kernels.mjs [--rounds 5] [--kernels espalier,tslab] [--out RESULT.json]
 *
 * Installs Deno and TensorFlow.js into .espalier/bench the first time. Needs the Python of `npm run lab` (or the one that
 * ESPALIER_PYTHON names) with test/kernel/conformance/requirements.txt.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { table } from "../../dist/notebook/index.js";
import { measure } from "./kernels/measure.mjs";
import { subjects } from "./kernels/subjects.mjs";
import { measures, targets } from "./kernels/targets.mjs";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    kernels: { type: "string", default: "espalier,tslab,ipykernel,deno" },
    out: { type: "string" },
  },
});
const names = options.kernels.split(",");
const rounds = Number(options.rounds);

const kernels = await subjects(names);
/** By kernel and measure, one figure a round. */
const figures = Object.fromEntries(names.map((name) => [name, {}]));
for (let round = 0; round < rounds; round++) {
  // Each round begins with another one, so that none is always first.
  for (let turn = 0; turn < names.length; turn++) {
    const name = names[(round + turn) % names.length];
    process.stderr.write(`round ${round + 1} of ${rounds}: ${name}\n`);
    for (const [what, figure] of Object.entries(await measure(kernels[name]))) {
      (figures[name][what] ??= []).push(figure);
    }
  }
}

const medians = Object.fromEntries(
  names.map((name) => [
    name,
    Object.fromEntries(Object.entries(figures[name]).map(([what, all]) => [what, median(all)])),
  ]),
);
const ratio = (what) => medians.espalier?.[what] / medians.tslab?.[what];

console.log(
  String(
    table(
      measures.filter(({ what }) => names.some((name) => what in medians[name])),
      {
        caption: `kernels, medians of ${rounds} rounds (Node ${process.version})`,
        columns: [
          { title: "measure", value: ({ title }) => title },
          ...names.map((name) => ({
            title: name,
            align: "right",
            value: ({ what, unit }) => shown(medians[name][what], unit),
          })),
          {
            title: "espalier / tslab",
            align: "right",
            value: ({ what }) => (Number.isFinite(ratio(what)) ? ratio(what).toFixed(2) : "-"),
          },
        ],
      },
    ),
  ),
);
console.log("tslab is not asked for 100,000 lines: it loses all but some 510, and the cell never ends.\n");

const verdicts = targets
  .map(({ what, ratioAtMost, atMost, unit }) => ({
    target: `${measures.find((one) => one.what === what).title} at most ${atMost === undefined ? `${ratioAtMost} of tslab's` : shown(atMost, unit)}`,
    is: atMost === undefined ? ratio(what) : medians.espalier?.[what],
    shown: atMost === undefined ? ratio(what)?.toFixed(2) : shown(medians.espalier?.[what], unit),
    limit: atMost ?? ratioAtMost,
  }))
  .filter(({ is }) => Number.isFinite(is))
  .map((one) => ({ ...one, met: one.is <= one.limit }));
console.log(
  String(
    table(verdicts, {
      caption: "targets",
      columns: [
        "target",
        { title: "is", align: "right", value: (one) => one.shown },
        { title: "met", value: ({ met }) => (met ? "yes" : "no") },
      ],
    }),
  ),
);

if (options.out)
  writeFileSync(
    options.out,
    `${JSON.stringify({ node: process.version, rounds, medians, figures, verdicts }, null, 2)}\n`,
  );
process.exitCode = verdicts.every(({ met }) => met) ? 0 : 1;

function median(all) {
  const sorted = [...all].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Seconds are shown as milliseconds, bytes as megabytes. */
function shown(figure, unit) {
  if (figure === undefined) return "-";
  if (unit === "%") return `${Math.round(figure * 100)} %`;
  if (unit === "MB") return `${(figure / 1e6).toFixed(0)} MB`;
  return `${(figure * 1000).toFixed(figure < 0.1 ? 1 : 0)} ms`;
}
