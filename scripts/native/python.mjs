/* TensorFlow from Python's package index: the same C++ library and its headers inside a wheel. */
import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "./binding.mjs";
import { SetupError, say, tail } from "./console.mjs";
import { run, runVisibly } from "./run.mjs";

/** The version that the tests ran on; wheels exist for Python 3.10 to 3.13. */
const tensorflowVersion = "2.21.0";
const folder = path.join(root, ".espalier", "native-python");

/** Without importing it, which would take seconds: where a Python's TensorFlow lies, and its version. */
const question = `
import importlib.util, importlib.metadata
spec = importlib.util.find_spec("tensorflow")
if spec is None or spec.origin is None: raise SystemExit(3)
names = importlib.metadata.packages_distributions().get("tensorflow", ["tensorflow"])
print(spec.submodule_search_locations[0])
print(importlib.metadata.version(names[0]))
`;

function tensorflowOf(python) {
  const { code, stdout } = run(python, ["-c", question]);
  const [location, version] = stdout.trim().split("\n");
  // The headers come last in the wheel's list, so a half-unpacked installation is not taken for a whole one.
  const whole = code === 0 && existsSync(path.join(location, "include", "tensorflow", "c", "c_api.h"));
  return whole ? { location, version, python } : undefined;
}

/** A Python that can make a virtual environment, newest first among those that TensorFlow has wheels for. */
function basePython() {
  const names = [
    process.env.ESPALIER_PYTHON,
    "python3",
    "python3.13",
    "python3.12",
    "python3.11",
    "python3.10",
  ].filter(Boolean);
  const suits = (name) =>
    run(name, ["-c", "import sys; raise SystemExit(not (3, 10) <= sys.version_info[:2] <= (3, 13))"]).code ===
    0;
  const name = names.find(suits);
  if (name) return name;
  throw new SetupError(
    "No Python 3.10 to 3.13 (python3). Install one, or name a Python that has TensorFlow in ESPALIER_PYTHON.",
  );
}

async function install() {
  const python = path.join(folder, "bin", "python");
  // An interrupted run may have left an environment without pip.
  if (run(python, ["-m", "pip", "--version"]).code !== 0) {
    const base = basePython();
    say(`Making a Python environment in ${path.relative(root, folder)}.`);
    const { code, output } = run(base, ["-m", "venv", "--clear", folder]);
    if (code !== 0)
      throw new SetupError(
        `${base} could not make an environment. Debian, Ubuntu: apt install python3-venv.\n${tail(output)}`,
      );
  }
  // Only x86 has wheels without GPU code; elsewhere the plain package has none anyway.
  const name = process.platform === "linux" && process.arch === "x64" ? "tensorflow-cpu" : "tensorflow";
  say(`Installing ${name} ${tensorflowVersion} (about 270 MB to download, 1.3 GB on disk).`);
  const code = await runVisibly(python, [
    "-m",
    "pip",
    "install",
    "--disable-pip-version-check",
    "--only-binary=:all:",
    "--no-deps", // Of the wheel only the library and its headers are used; no Python code of it runs.
    `${name}==${tensorflowVersion}`,
  ]);
  const installed = code === 0 ? tensorflowOf(python) : undefined;
  if (installed) return installed;
  throw new SetupError(
    `pip could not install ${name} ${tensorflowVersion} (its message is above). Without a network: ` +
      "name a Python that has TensorFlow in ESPALIER_PYTHON. Run this again to go on where it stopped.",
  );
}

/** A Python TensorFlow: that of ESPALIER_PYTHON, our own, that of `python3`, or newly installed. */
export async function pythonTensorflow() {
  const named = process.env.ESPALIER_PYTHON;
  const candidates = [named, path.join(folder, "bin", "python"), "python3"].filter(Boolean);
  for (const candidate of candidates) {
    const found = tensorflowOf(candidate);
    if (found) return found;
    if (candidate === named) say(`ESPALIER_PYTHON=${named} has no TensorFlow; looking elsewhere.`);
  }
  return install();
}
