/* The kernels that are measured: what starts them, and what the same cells are in their languages. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../../..");
/** Where all kernels run: a project with TensorFlow.js, outside of which nothing is installed. */
export const project = path.join(root, ".espalier", "bench");

const packages = { "@tensorflow/tfjs": "4.22.0", deno: "^2.9.6" };

const typescript = {
  trivial: "1 + #",
  declaration: "const name# = { value: #, text: 'n#' }; function f#(x: number) { return x + name#.value }",
  completion: "Math.flo",
  loop: "while (true) {}",
  tfjs_import: "import * as tf from '@tensorflow/tfjs';",
  tfjs_cell: "const t# = tf.tensor2d([[1, 2], [3, #]]).matMul(tf.eye(2)).relu(); t#.dataSync().join()",
  lines: "for (let i = 0; i < 100000; i++) console.log(i)",
};

const python = {
  trivial: "1 + #",
  declaration: "name# = dict(value=#, text='n#')\ndef f#(x): return x + name#['value']",
  completion: "int.bit",
  loop: "while True: pass",
  lines: "for i in range(100000): print(i)",
};

/** Installs what is missing. */
function install() {
  const file = path.join(project, "package.json");
  const content = JSON.stringify({ name: "bench", private: true, dependencies: packages }, null, 2);
  const isThere =
    existsSync(file) &&
    readFileSync(file, "utf8") === content &&
    existsSync(path.join(project, "node_modules", "deno"));
  if (isThere) return;
  mkdirSync(project, { recursive: true });
  writeFileSync(file, content);
  // Deno takes packages from there as they are.
  writeFileSync(path.join(project, "deno.json"), `{ "nodeModulesDir": "manual" }\n`);
  const { status } = spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: project,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`npm could not install Deno and TensorFlow.js in ${project}`);
}

/** The program itself, which the package has in another one for each kind of machine. */
function denoProgram() {
  const folder = path.join(project, "node_modules", "@deno");
  const kind = existsSync(folder) ? readdirSync(folder)[0] : undefined;
  if (kind === undefined) throw new Error("the package deno has no program for this machine");
  return path.join(folder, kind, process.platform === "win32" ? "deno.exe" : "deno");
}

/** The Python that drives all kernels. */
export function pythonProgram() {
  const lab = path.join(root, ".espalier", "lab", process.platform === "win32" ? "Scripts" : "bin", "python");
  const found = [process.env.ESPALIER_PYTHON, lab, "python3"].find(
    (name) => name && spawnSync(name, ["-c", "import ipykernel, jupyter_client, psutil"]).status === 0,
  );
  if (!found)
    throw new Error("no Python with ipykernel: pip install -r test/kernel/conformance/requirements.txt");
  return found;
}

/** @returns by name `{ argv, cells, interrupt }`; `#` in a cell is a number. */
export async function subjects(names) {
  install();
  const file = "{connection_file}";
  const node = process.execPath;
  const all = {
    espalier: () => ({
      argv: [node, path.join(root, "kernel-ext/kernel/dist/main.js"), "--connection-file", file],
      cells: typescript,
      interrupt: "message",
    }),
    tslab: () => ({
      argv: [node, path.join(root, "node_modules/tslab/bin/tslab"), "kernel", "--config-path", file],
      // It would print some 510 lines, and never end.
      cells: { ...typescript, lines: undefined },
      interrupt: "signal",
    }),
    ipykernel: () => ({
      argv: [pythonProgram(), "-m", "ipykernel_launcher", "-f", file],
      cells: python,
      interrupt: "signal",
    }),
    deno: () => ({
      argv: [denoProgram(), "jupyter", "--kernel", "--conn", file],
      cells: typescript,
      interrupt: "message",
    }),
  };
  return Object.fromEntries(names.map((name) => [name, all[name]()]));
}
