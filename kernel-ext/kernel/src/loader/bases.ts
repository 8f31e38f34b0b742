/*
 * Where packages are looked for: the folders from which Node's own search upward begins.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** What of a package.json matters here. */
interface Manifest {
  readonly name?: string;
  readonly type?: string;
  readonly exports?: unknown;
}

/** A folder and all above it, nearest first. */
export function upward(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upward(parent)];
}

/** The package.json that rules a folder, and where it lies. Read anew: users edit them while the kernel runs. */
export function nearestManifest(folder: string): { folder: string; manifest: Manifest } | undefined {
  const found = upward(folder).find((one) => existsSync(join(one, "package.json")));
  const manifest = found === undefined ? undefined : readManifest(found);
  return found === undefined || manifest === undefined ? undefined : { folder: found, manifest };
}

/** `undefined` if there is none, or none that can be read: Node says what is wrong with it when it matters. */
export function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  } catch {
    return undefined;
  }
}

/** The project that a notebook belongs to: the nearest folder upward with a package.json or a tsconfig.json. */
function projectFolder(folder: string): string | undefined {
  return upward(folder).find((one) =>
    ["package.json", "tsconfig.json"].some((file) => existsSync(join(one, file))),
  );
}

/** The kernel's own package. */
export const kernelFolder = resolve(__dirname, "..", "..");

/** It, and the package that it is installed in: what cells find wherever the notebook lies. */
export function ownFolders(): string[] {
  const root = nearestManifest(dirname(kernelFolder));
  return root ? [kernelFolder, root.folder] : [kernelFolder];
}

/** The folders from which a notebook's packages are looked for, in order. */
export function basesOf(folder: string): string[] {
  return [...new Set([folder, projectFolder(folder) ?? folder, ...ownFolders()])];
}
