/*
 * How the work grows with the size of a graph: `validate` (text to problems), `summary`, `build`, `predict` and `draw` for
 * graphs of 100, 1,000 and 10,000 nodes in every form, and the exponent of the growth (1: in proportion).
 *
 *   npm run build && node test/bench/growth.mjs [--sizes 100,1000,10000] [--forms chain,side] [--json FILE]
 *
 * Times are those of this process's own processor time, so that what else the machine does counts little.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { useBackend } from "../../dist/backend/index.js";
import { compileGraph, formatSummary, normaliseGraph } from "../../dist/graph/index.js";
import { Model } from "../../dist/model/index.js";
import { drawGraph } from "../../dist/notebook/draw-graph.js";
import { locate, parseGraph } from "../../dist/spec/index.js";
import { forms } from "./growth/forms.mjs";

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: "100,1000,10000" },
    forms: { type: "string", default: Object.keys(forms).join(",") },
    json: { type: "string" },
  },
});
const sizes = options.sizes.split(",").map(Number);
const tasks = ["validate", "summary", "build", "predict", "draw"];
/** Larger drawings are no pictures any more. */
const largestDrawing = 1000;

/** Milliseconds of one task; `undefined` where it does not apply. */
function time(run) {
  const start = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(start);
  return [(user + system) / 1000, result];
}

function validate(text) {
  const parsed = parseGraph(text);
  if (!parsed.spec) return { problems: parsed.problems };
  const compiled = compileGraph(normaliseGraph(parsed.spec));
  return { problems: locate(text, compiled.problems), graph: compiled.graph };
}

function samplesFor(graph) {
  const size = 4;
  const tags = Object.fromEntries(Object.keys(graph.tags).map((tag) => [tag, new Int32Array(size)]));
  return { size, inputs: { x: { shape: [2], data: new Float32Array(2 * size) } }, labels: {}, tags };
}

function measure(form, size) {
  const text = JSON.stringify(form.spec(size), null, 1);
  const row = {};
  let graph;
  [row.validate, { graph }] = time(() => validate(text));
  if (!graph || !form.runs) return row;
  [row.summary] = time(() => formatSummary(graph));
  let model;
  [row.build, model] = time(() => Model.build(graph));
  [row.predict] = time(() => model.predict(samplesFor(graph)));
  model.dispose();
  if (size <= largestDrawing) {
    try {
      [row.draw] = time(() => drawGraph(graph));
    } catch (error) {
      // Above the limit of a drawing, which is quick too.
      if (!/above the limit/.test(error.message)) throw error;
    }
  }
  return row;
}

await useBackend("wasm");
const results = [];
for (const name of options.forms.split(",")) {
  // Once to warm up: what is compiled on the way is no growth.
  measure(forms[name], 100);
  for (const size of sizes) {
    const row = { form: name, size, ...measure(forms[name], size) };
    results.push(row);
    const cells = tasks.map((task) =>
      `${task} ${row[task] === undefined ? "-" : row[task].toFixed(0)}`.padEnd(16),
    );
    console.log(`${name.padEnd(10)} ${String(size).padStart(6)}  ${cells.join("")}`);
  }
  const grown = tasks.map((task) => {
    const known = results.filter((row) => row.form === name && row[task] !== undefined).slice(-2);
    if (known.length < 2) return "".padEnd(16);
    const [before, after] = known;
    const exponent = Math.log(after[task] / before[task]) / Math.log(after.size / before.size);
    return `${" ".repeat(task.length)} ^${exponent.toFixed(2)}`.padEnd(16);
  });
  console.log(`${"".padEnd(19)}${grown.join("")}`);
}
if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 1)}\n`);
