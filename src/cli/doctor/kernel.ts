import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import {
  isOwnKernelSpec,
  jupyterDataFolders,
  kernelNames,
  kernelProgram,
  kernelSpec,
  kernelSpecFolder,
} from "espalier-kernel";
import type { KernelName, KernelSpec } from "espalier-kernel";
import type { DoctorCheck } from "./check";
import type { PythonFacts } from "./python";
import { tryKernel } from "./try-kernel";

/** Does the kernel start and answer? */
export async function checkKernel(): Promise<DoctorCheck> {
  const name = "TypeScript kernel";
  const advice = "install and compile Espalier's packages again: npm install, then npm run build";
  if (!existsSync(kernelProgram)) {
    return { name, state: "missing", required: false, detail: `${kernelProgram} is not there`, advice };
  }
  const answer = await tryKernel("tslab", kernelSpec("tslab"));
  return typeof answer === "string"
    ? { name, state: "broken", required: false, detail: answer, advice }
    : { name, state: "found", required: false, detail: `${answer.name}, computes after ${answer.seconds} s` };
}

/** Does Jupyter know the kernel, and is it this one? Looked for wherever it looks, the asked Python's environment included. */
export async function checkKernelSpec(python: PythonFacts | undefined): Promise<DoctorCheck> {
  const folders = [...jupyterDataFolders(), ...(python ? [join(python.prefix, "share", "jupyter")] : [])];
  return checkFolders("kernelspec", folders, "npx espalier kernel install");
}

const labFolder = resolve(__dirname, "..", "..", "..", ".espalier", "lab");

/** The kernelspec in the environment of `npm run lab`; nothing to say where that has not been made. */
export async function checkLab(folder: string = labFolder): Promise<DoctorCheck[]> {
  if (!existsSync(folder)) return [];
  const advice = "npm run lab writes it anew";
  return [await checkFolders("npm run lab", [join(folder, "share", "jupyter")], advice)];
}

async function checkFolders(name: string, folders: readonly string[], advice: string): Promise<DoctorCheck> {
  const found = kernelNames.flatMap((kernel) => {
    const files = folders.map((folder) => join(kernelSpecFolder(folder, kernel), "kernel.json"));
    const file = files.find((candidate) => existsSync(candidate));
    return file === undefined ? [] : [{ kernel, file }];
  });
  const [first] = found;
  if (!first) {
    const detail = "Jupyter does not know the TypeScript kernel";
    return { name, state: "missing", required: false, detail, advice };
  }
  for (const { kernel, file } of found) {
    const wrong = await whatIsWrong(kernel, file);
    if (wrong) return { name, state: "broken", required: false, detail: `${file} ${wrong}`, advice };
  }
  return { name, state: "found", required: false, detail: first.file };
}

/** In words that follow the file's name; `undefined` if it starts this kernel. */
async function whatIsWrong(kernel: KernelName, file: string): Promise<string | undefined> {
  const spec = readSpec(file);
  if (!spec) return "is no kernelspec";
  const gone = spec.argv.find((part) => isAbsolute(part) && !existsSync(part));
  if (gone !== undefined) return `starts ${gone}, which is gone`;
  const own = kernelSpec(kernel);
  if (!isOwnKernelSpec(spec)) return `starts another kernel, "${spec.display_name}" (${spec.argv.join(" ")})`;
  const [node, ...rest] = spec.argv;
  const [ownNode, ...ownRest] = own.argv;
  if (rest.join("\0") !== ownRest.join("\0"))
    return `starts the kernel of another Espalier, ${rest[0] ?? ""}`;
  // With this Node it is the kernel that was tried already.
  if (node === ownNode) return undefined;
  const answer = await tryKernel(kernel, spec);
  return typeof answer === "string" ? `starts ${node ?? ""}, with which ${answer}` : undefined;
}

function readSpec(file: string): KernelSpec | undefined {
  try {
    const spec = JSON.parse(readFileSync(file, "utf8")) as Partial<KernelSpec>;
    return Array.isArray(spec.argv) ? (spec as KernelSpec) : undefined;
  } catch {
    return undefined;
  }
}
