/*
 * From what an import says to what it means: Node's own resolution, tried from several folders, in such a way that a package
 * that was missing is found when it has been installed (Node remembers every package.json that it did not find).
 */
import { existsSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { basename, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { nearestManifest, readManifest } from "./bases";
import { fileNotFound, packageNotFound, partNotFound } from "./errors";

export type Located =
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "file"; readonly path: string }
  /** What only `import` may have, or understands: `specifier` as a file in `folder` would write it. */
  | { readonly kind: "import"; readonly folder: string; readonly specifier: string };

export const isRelative = (specifier: string): boolean => /^\.{1,2}($|[\\/])/.test(specifier);
/** Two letters at least: a single one is a drive of Windows. */
const isUrl = (specifier: string): boolean => /^[a-z][a-z\d+.-]+:/i.test(specifier);

/** @param from the folders to look from; relative paths begin at the first. */
export function locate(specifier: string, from: readonly string[]): Located {
  const [folder] = from as readonly [string];
  if (isBuiltin(specifier) || specifier.startsWith("node:")) return { kind: "builtin", name: specifier };
  if (/^file:/i.test(specifier) && !/[?#]/.test(specifier)) return file(fileURLToPath(specifier), folder);
  if (isUrl(specifier)) return { kind: "import", folder, specifier };
  if (isRelative(specifier) || isAbsolute(specifier)) return file(specifier, folder);
  return specifier.startsWith("#") ? internal(specifier, from) : inPackage(specifier, from);
}

function file(specifier: string, folder: string): Located {
  const path = resolveFrom(folder, specifier);
  if (typeof path === "string") return { kind: "file", path };
  // `./module.mjs?once`: only an ES module can be named so.
  if (specifier.includes("?")) return { kind: "import", folder, specifier };
  throw isMissing(path.error) ? fileNotFound(specifier, folder) : path.error;
}

/** The file that an absolute path means, if there is one. */
export function locateFile(path: string): Located | undefined {
  const found = resolveFrom(dirname(path), path);
  return typeof found === "string" ? { kind: "file", path: found } : undefined;
}

/** `#name`: what the package.json of the notebook's folder, or of its project, calls so. */
function internal(specifier: string, from: readonly string[]): Located {
  for (const folder of from) {
    const path = resolveFrom(folder, specifier);
    if (typeof path === "string") return { kind: "file", path };
  }
  return { kind: "import", folder: from[0]!, specifier };
}

function inPackage(specifier: string, from: readonly string[]): Located {
  const name = packageName(specifier);
  let missing: Error | undefined;
  for (const base of from) {
    for (const { folder, resolve } of placesOf(specifier, name, base)) {
      const path = resolve();
      if (typeof path === "string") return { kind: "file", path };
      if (path.code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return imported(specifier, name, folder);
      if (!isMissing(path.error)) throw path.error;
      missing ??= partNotFound(specifier, folder, path.error);
    }
  }
  throw missing ?? packageNotFound({ specifier, from }, name, nearestManifest(from[0]!)?.folder ?? from[0]!);
}

/** A package names itself in its own folder, which works also where `import` would not look for it (NODE_PATH). */
function imported(specifier: string, name: string, folder: string): Located {
  const own = readManifest(folder)?.name ?? name;
  return { kind: "import", folder, specifier: own + specifier.slice(name.length) };
}

type Resolved = string | { readonly error: Error; readonly code: unknown };

interface Place {
  readonly folder: string;
  readonly resolve: () => Resolved;
}

/** Where a package of that name really is, nearest first. */
function* placesOf(specifier: string, name: string, base: string): Generator<Place> {
  const self = nearestManifest(base);
  const isSelf = self?.manifest.name === name;
  if (isSelf && self.manifest.exports !== undefined) {
    yield { folder: self.folder, resolve: () => resolveFrom(self.folder, specifier) };
  }
  for (const modules of createRequire(join(base, "cell.js")).resolve.paths(name) ?? []) {
    const folder = join(modules, name);
    if (!existsSync(folder) && !existsSync(`${folder}.js`)) continue;
    // Asked from beside it, Node looks at no other place, and remembers nothing of others.
    const beside = basename(modules) === "node_modules" ? dirname(modules) : base;
    yield { folder, resolve: () => resolveFrom(beside, specifier) };
  }
  if (isSelf) {
    const path = `./${specifier.slice(name.length)}`;
    yield { folder: self.folder, resolve: () => resolveFrom(self.folder, path) };
  }
}

function resolveFrom(folder: string, specifier: string): Resolved {
  try {
    return createRequire(join(folder, "cell.js")).resolve(specifier);
  } catch (error) {
    return { error: error as Error, code: codeOf(error) };
  }
}

const isMissing = (error: unknown): boolean => codeOf(error) === "MODULE_NOT_FOUND";

export function codeOf(error: unknown): unknown {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

/** `@scope/name/sub/path`: the first two parts; else the first. */
export function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
