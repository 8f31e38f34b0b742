/* Files that scripts write from others: written whole where they are stale, or only looked at. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const root = join(import.meta.dirname, "..");

/**
 * Writes what is stale; with `--check` writes nothing and exits with 1 where something is.
 *
 * @param files path from the root -> text
 * @param script what to run, for the message
 * @param what plural, for the message: `schemas`
 */
export function bringUpToDate(files, script, what) {
  const stale = [...files].filter(([path, text]) => read(path) !== text);
  if (process.argv.includes("--check")) {
    for (const [path] of stale) console.error(`${path} is stale; run "node ${script}"`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    for (const [path, text] of stale) write(path, text);
    console.log(
      stale.length > 0 ? `wrote ${stale.map(([path]) => path).join(", ")}` : `${what} are up to date`,
    );
  }
}

function read(path) {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whole or not at all. */
function write(path, text) {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(`${target}.new`, text);
  renameSync(`${target}.new`, target);
}
