/*
 * `npm start`: prepares what it needs, runs the tutorial notebook to its end, prints the comparison. Needs no Python.
 * What follows `--` goes to `espalier run`: `npm start -- --set seeds=1`.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { runVisibly } from "./native/run.mjs";
import { command, prepare } from "./prepare.mjs";
import { root, shown, stateFolder } from "./setup/paths.mjs";

const name = "01-three-approaches";
const notebook = path.join(root, "notebooks", `${name}.ipynb`);
const folder = path.join(stateFolder, "start");
const executed = path.join(folder, `${name}.ipynb`);
const page = path.join(folder, `${name}.html`);
const report = path.join(folder, "report.json");

const espalier = (arguments_, env = process.env) => {
  // Ctrl+C reaches the whole terminal's group; the command answers to it, and this waits for what it says.
  process.on("SIGINT", () => undefined);
  return runVisibly(process.execPath, [path.join(root, "dist", "cli", "main.js"), ...arguments_], { env });
};

await command(async () => {
  await prepare();
  mkdirSync(folder, { recursive: true });
  for (const file of [executed, page, report]) rmSync(file, { force: true });
  console.log(`Running ${shown(notebook)}.`);
  const code = await espalier(["run", notebook, "--out", executed, ...process.argv.slice(2)], {
    ...process.env,
    ESPALIER_REPORT: report,
  });
  if (existsSync(executed)) await espalier(["page", executed, "--out", page]);
  if (existsSync(report)) {
    const { comparisonTable } = createRequire(import.meta.url)("../dist/view/report-table.js");
    console.log(`\n${comparisonTable(JSON.parse(readFileSync(report, "utf8")))}`);
  }
  const places = [
    ["Executed notebook", executed],
    ["Page (open it in a browser)", page],
    ["Report", report],
  ].filter(([, file]) => existsSync(file));
  if (places.length > 0) console.log();
  for (const [what, file] of places) console.log(`${what}: ${shown(file)}`);
  return code;
});
