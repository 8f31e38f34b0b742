import { spawnSync } from "node:child_process";
import type { DoctorCheck } from "./check";

/** What one Python knows of itself. */
export interface PythonFacts {
  readonly program: string;
  readonly version: string;
  /** Root of its environment: kernelspecs lie under `share/jupyter`. */
  readonly prefix: string;
  /** Package -> version, of those asked for that it has. */
  readonly packages: Readonly<Record<string, string>>;
}

const asked = ["jupyterlab", "notebook", "nbclient", "nbconvert", "tensorflow", "tensorflow_cpu", "keras"];

const question = `
import importlib.metadata as m, json, platform, sys
packages = {}
for name in ${JSON.stringify(asked)}:
    try: packages[name] = m.version(name)
    except m.PackageNotFoundError: pass
print(json.dumps(dict(version=platform.python_version(), prefix=sys.prefix, packages=packages)))
`;

/** Asks the Python of ESPALIER_PYTHON, else `python3`; `undefined` where there is none. */
export function askPython(): PythonFacts | undefined {
  const program = process.env["ESPALIER_PYTHON"] ?? (process.platform === "win32" ? "python" : "python3");
  const { status, stdout } = spawnSync(program, ["-c", question], { encoding: "utf8", timeout: 60_000 });
  if (status !== 0) return undefined;
  // Wrappers of Python greet on stdout before it says anything.
  const answer = stdout.trimEnd().split("\n").at(-1) ?? "";
  return { program, ...(JSON.parse(answer) as Omit<PythonFacts, "program">) };
}

export function checkPython(python: PythonFacts | undefined): DoctorCheck {
  if (python)
    return {
      name: "Python",
      state: "found",
      required: false,
      detail: `${python.version} (${python.program})`,
    };
  return {
    name: "Python",
    state: "missing",
    required: false,
    detail: "none; notebooks run without it by `espalier run`",
    advice: "for JupyterLab install Python 3.9 or newer, or name one in ESPALIER_PYTHON",
  };
}

export function checkJupyter(python: PythonFacts | undefined): DoctorCheck[] {
  const versionOf = (name: string) => python?.packages[name];
  const install = (name: string) => `${python?.program ?? "python3"} -m pip install ${name}`;
  const lab = versionOf("jupyterlab");
  const client = versionOf("nbclient");
  return [
    lab
      ? { name: "JupyterLab", state: "found", required: false, detail: lab }
      : {
          name: "JupyterLab",
          state: "missing",
          required: false,
          detail: "not in this Python; needed to work in notebooks interactively",
          advice: install("jupyterlab"),
        },
    client
      ? { name: "nbclient", state: "found", required: false, detail: client }
      : {
          name: "nbclient",
          state: "missing",
          required: false,
          detail: "not in this Python; `espalier run` does without",
          advice: install("nbclient"),
        },
  ];
}
