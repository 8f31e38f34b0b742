import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join } from "node:path";
import type { DoctorCheck } from "./check";
import type { PythonFacts } from "./python";

const requireHere = createRequire(__filename);

/** The kernel's program: tslab, and the sockets that it talks over. */
export function checkTslab(): DoctorCheck {
  const name = "TypeScript kernel";
  try {
    const { version } = requireHere("tslab/package.json") as { version: string };
    requireHere("zeromq");
    return { name, state: "found", required: false, detail: `tslab ${version}` };
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : String(error)).split("\n");
    return {
      name,
      state: "broken",
      required: false,
      detail: `tslab or its sockets do not load: ${why}`,
      advice: "install Espalier's packages again: npm install",
    };
  }
}

/** Paths that a kernelspec's command names and that are gone, as after Node or Espalier has moved. */
function gone(file: string): string[] {
  const { argv } = JSON.parse(readFileSync(file, "utf8")) as { argv: string[] };
  return argv.filter((part) => isAbsolute(part) && !existsSync(part));
}

/** Does Jupyter know the kernel? Looked for wherever it looks, the asked Python's environment included. */
export async function checkKernelSpec(python: PythonFacts | undefined): Promise<DoctorCheck> {
  const { jupyterDataFolders, kernelNames, kernelSpecFolder } = await import("espalier-kernel");
  const folders = [...jupyterDataFolders(), ...(python ? [join(python.prefix, "share", "jupyter")] : [])];
  const name = "kernelspec";
  const advice = "npx espalier kernel install";
  const files = kernelNames.flatMap((kernel) =>
    folders.map((folder) => join(kernelSpecFolder(folder, kernel), "kernel.json")).filter(existsSync),
  );
  const [file] = files;
  if (!file)
    return {
      name,
      state: "missing",
      required: false,
      detail: "Jupyter does not know the TypeScript kernel",
      advice,
    };
  const [lost] = gone(file);
  return lost
    ? { name, state: "broken", required: false, detail: `${file} starts ${lost}, which is gone`, advice }
    : { name, state: "found", required: false, detail: file };
}
