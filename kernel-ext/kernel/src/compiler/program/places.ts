/*
 * Where the compiler looks: as the loader does at run time, or types and values would come from different places.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { kernelFolder, ownFolders } from "../../loader/bases";

/** The typed description of what cells find without an import; `undefined` where this build has none. */
export function globalsFile(): string | undefined {
  const file = path.join(kernelFolder, "globals", "index.d.ts");
  return fs.existsSync(file) ? slashes(file) : undefined;
}

/** In this order; each with its parents. */
export function searchFolders(notebookFolder: string, projectFolder: string): string[] {
  return [...new Set([notebookFolder, projectFolder, ...ownFolders()].map(slashes))];
}

/** TypeScript writes paths with slashes on every system. */
export function slashes(file: string): string {
  return file.replaceAll("\\", "/");
}
