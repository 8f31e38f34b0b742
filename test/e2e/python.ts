/* A Python that can do what a test needs, or why there is none. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./notebooks";
import type { Ran } from "./notebooks";

const candidates = [
  process.env.ESPALIER_PYTHON,
  join(root, ".espalier", "lab", process.platform === "win32" ? "Scripts/python.exe" : "bin/python"),
  "python3",
];

/** The first Python that has the modules: of ESPALIER_PYTHON, `npm run lab`'s own, `python3`. */
export function pythonWith(...modules: readonly string[]): string | undefined {
  const missing = `any(u.find_spec(name) is None for name in ${JSON.stringify(modules)})`;
  const question = `import importlib.util as u; raise SystemExit(${missing})`;
  return candidates.find(
    (python) =>
      python !== undefined &&
      (!python.includes("/") || existsSync(python)) &&
      spawnSync(python, ["-c", question]).status === 0,
  );
}

export function runPython(
  python: string,
  code: string,
  arguments_: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const child = spawn(python, ["-c", code, ...arguments_], { cwd: root, env: { ...process.env, ...env } });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((end) => {
    child.once("close", (code_) => {
      end({ code: code_, stdout, stderr });
    });
  });
}

/** Runs a notebook with Jupyter's own client: file in, file out. */
export const nbclient = `
import sys, nbformat
from nbclient import NotebookClient
source, target, folder = sys.argv[1:4]
notebook = nbformat.read(source, as_version=4)
client = NotebookClient(notebook, timeout=1200, startup_timeout=300, kernel_name="tslab", resources={"metadata": {"path": folder}})
try:
    client.execute()
finally:
    nbformat.validate(notebook)
    nbformat.write(notebook, target)
`;
