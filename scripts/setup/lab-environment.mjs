/* The virtual environment of `npm run lab`: JupyterLab, what draws figures and widgets in it, and our kernel. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { SetupError, say, tail } from "../native/console.mjs";
import { run, runVisibly } from "../native/run.mjs";
import { shown, stateFolder } from "./paths.mjs";

const windows = process.platform === "win32";
const folder = path.join(stateFolder, "lab");

/**
 * plotly 6.1 is the first that brings JupyterLab 4 its renderer again; anywidget brings the widgets' (their models live in
 * our kernel); nbclient runs notebooks without a browser.
 */
const packages = ["jupyterlab>=4.2,<5", "plotly>=6.1", "anywidget>=0.9", "nbclient>=0.10"];
const mark = path.join(folder, ".packages");

/** A program of the environment. */
export const labProgram = (name) =>
  path.join(folder, windows ? "Scripts" : "bin", windows ? `${name}.exe` : name);

function basePython() {
  const names = [process.env.ESPALIER_PYTHON, "python3", ...(windows ? ["py", "python"] : [])].filter(
    Boolean,
  );
  const enough = "import sys; raise SystemExit(sys.version_info[:2] < (3, 9))";
  const name = names.find((candidate) => run(candidate, ["-c", enough]).code === 0);
  if (name) return name;
  throw new SetupError(
    "JupyterLab needs Python 3.9 or newer, and there is none (python3). Install one, or name one in ESPALIER_PYTHON.\n" +
      "Notebooks run without Python too: npx espalier run notebooks/01-three-approaches.ipynb",
  );
}

async function makeEnvironment() {
  if (!existsSync(labProgram("python"))) {
    const base = basePython();
    say(`Making a Python environment in ${shown(folder)} (once).`);
    mkdirSync(stateFolder, { recursive: true });
    const { code, output } = run(base, ["-m", "venv", "--clear", folder]);
    if (code !== 0) {
      throw new SetupError(
        `${base} could not make an environment. Debian, Ubuntu: apt install python3-venv.\n${tail(output)}`,
      );
    }
  }
  const wanted = packages.join("\n");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  say("Installing JupyterLab into it (about 100 MB; a minute or two).");
  const code = await runVisibly(labProgram("python"), [
    ...[
      "-m",
      "pip",
      "install",
      "--disable-pip-version-check",
      "--progress-bar",
      process.stdout.isTTY ? "on" : "off",
    ],
    ...["--quiet", ...packages],
  ]);
  if (code !== 0) {
    throw new SetupError("pip could not install JupyterLab (its message is above). Run this again to go on.");
  }
  writeFileSync(mark, wanted);
}

/** Makes the environment where it is missing; the kernel is entered anew each time, since Node may have moved. */
export async function labEnvironment() {
  await makeEnvironment();
  const { installKernelSpecs } = createRequire(import.meta.url)("espalier-kernel");
  installKernelSpecs(path.join(folder, "share", "jupyter"));
}
