/*
 * Where packages are looked for: from the notebook's folder, from its project, and from where the kernel is installed.
 */
import * as fs from "node:fs";
import * as path from "node:path";

/** The folder of the kernel's own package: that of its package.json. */
export const packageFolder = ((): string => {
  for (let folder = __dirname; ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "package.json"))) return folder;
    if (path.dirname(folder) === folder) throw new Error(`No package.json above ${__dirname}.`);
  }
})();

/** The typed description of what cells find without an import; `undefined` where this build has none. */
export function globalsFile(): string | undefined {
  const file = path.join(packageFolder, "globals", "index.d.ts");
  return fs.existsSync(file) ? slashes(file) : undefined;
}

/** In this order; each with its parents. */
export function searchFolders(notebookFolder: string, projectFolder: string): string[] {
  const real = fs.realpathSync(packageFolder);
  return [...new Set([notebookFolder, projectFolder, packageFolder, real].map(slashes))];
}

/** TypeScript writes paths with slashes on every system. */
export function slashes(file: string): string {
  return file.replaceAll("\\", "/");
}
