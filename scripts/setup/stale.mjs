/* What a build leaves of earlier ones: files whose sources are gone. */
import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import path from "node:path";

/** What the compiler writes of a source. */
const emitted = [
  [/(\.d\.ts|\.js)(\.map)?$/, [".ts", ".tsx"]],
  [/(\.d\.mts|\.mjs)(\.map)?$/, [".mts"]],
  [/(\.d\.cts|\.cjs)(\.map)?$/, [".cts"]],
];

/** Whether a file comes of a source, by its path from the folder of both. */
function hasSource(sources, file) {
  const [ending, endings] = emitted.find(([form]) => form.test(file)) ?? [/$/, [""]];
  return endings.some((source) => existsSync(path.join(sources, file.replace(ending, source))));
}

/**
 * Removes what no source gives, and folders in which nothing is left. Files that begin with a dot stay: the build's own marks.
 * It comes after the compiler, so that whoever reads while a build goes on finds what was there, or what is new.
 *
 * @returns the paths of the files that it removed, from `built`
 */
export function removeStale(sources, built) {
  if (!existsSync(built)) return [];
  const entries = readdirSync(built, { recursive: true, withFileTypes: true });
  const pathOf = (entry) => path.relative(built, path.join(entry.parentPath, entry.name));
  const stale = entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."))
    .map(pathOf)
    .filter((file) => !hasSource(sources, file))
    .sort();
  for (const file of stale) rmSync(path.join(built, file));
  // The innermost first, each of which may empty the one around it.
  const folders = entries.filter((entry) => entry.isDirectory()).map(pathOf);
  for (const folder of folders.sort((a, b) => b.length - a.length))
    if (readdirSync(path.join(built, folder)).length === 0) rmdirSync(path.join(built, folder));
  return stale;
}
