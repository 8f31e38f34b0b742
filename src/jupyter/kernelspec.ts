import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { jupyterDataFolders, kernelNames, kernelSpec, kernelSpecFolder } from "espalier-kernel";
import type { KernelName, KernelSpec } from "espalier-kernel";
import { EspalierError } from "../errors";

export type { KernelSpec };

/**
 * The kernel of that name. Our own (`tslab`, `jslab`) need no installation; any other is looked for where
 * Jupyter looks.
 *
 * @throws EspalierError if there is none, naming those that there are, or if its file is no kernelspec.
 */
export function findKernelSpec(name: string): KernelSpec {
  if (isOwn(name)) return withoutHistory(kernelSpec(name));
  // A notebook names it: no other name may lead out of the folders where kernels lie.
  for (const folder of isKernelName(name) ? jupyterDataFolders() : []) {
    const file = join(kernelSpecFolder(folder, name), "kernel.json");
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch {
      continue;
    }
    return parseSpec(text, file);
  }
  throw new EspalierError(`there is no kernel "${name}"`, {
    hint: `there are ${[...new Set([...kernelNames, ...installed()])].sort().join(", ")}; name one with --kernel`,
  });
}

function parseSpec(text: string, file: string): KernelSpec {
  let spec: Partial<KernelSpec> | null = null;
  try {
    spec = JSON.parse(text) as Partial<KernelSpec> | null;
  } catch {
    // Said below.
  }
  const argv: unknown = spec?.argv;
  if (Array.isArray(argv) && argv.every((part) => typeof part === "string")) return spec as KernelSpec;
  throw new EspalierError('this is no kernelspec: it needs "argv", a list of texts', {
    where: file,
    hint: "install that kernel again",
  });
}

/** Our own kernel, its cells left out of what the user typed: nbclient has other kernels keep them in memory, too. */
export function withoutHistory(spec: KernelSpec): KernelSpec {
  return { ...spec, argv: [...spec.argv, "--no-history"] };
}

/** As Jupyter has it, and no step up. */
function isKernelName(name: string): boolean {
  return /^[\w.-]+$/.test(name) && !/^\.+$/.test(name);
}

function isOwn(name: string): name is KernelName {
  return (kernelNames as readonly string[]).includes(name);
}

function installed(): string[] {
  return jupyterDataFolders().flatMap((folder) => {
    try {
      return readdirSync(join(folder, "kernels"));
    } catch {
      return [];
    }
  });
}
