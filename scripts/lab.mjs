/*
 * `npm run lab`: JupyterLab on notebooks/, the TypeScript kernel ready, in a Python environment of its own that is made
 * on first use. What follows `--` goes to JupyterLab: `npm run lab -- --no-browser --port 9000`.
 * `--set-up-only` makes the environment and stops.
 */
import path from "node:path";
import { runVisibly } from "./native/run.mjs";
import { command, prepare } from "./prepare.mjs";
import { labEnvironment, labProgram } from "./setup/lab-environment.mjs";
import { root, shown } from "./setup/paths.mjs";

const setUpOnly = process.argv.includes("--set-up-only");
const passed = process.argv.slice(2).filter((argument) => argument !== "--set-up-only");

await command(async () => {
  await prepare();
  await labEnvironment();
  if (setUpOnly) return 0;
  const notebooks = path.join(root, "notebooks");
  console.log(`Starting JupyterLab on ${shown(notebooks)}. Ctrl+C stops it.`);
  // Jupyter refuses to run as root unless told to; in a container there is nobody else.
  const asRoot = process.getuid?.() === 0 ? ["--allow-root"] : [];
  process.on("SIGINT", () => undefined);
  return runVisibly(labProgram("python"), ["-m", "jupyterlab", ...asRoot, ...passed, notebooks], {
    cwd: notebooks,
  });
});
