/* Which test files reach which source files by relative imports, and over how many steps. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import ts from "typescript";

/** The files that each file imports, absolute; types too, for a guess too many only costs time. */
function importsOf(file) {
  return ts
    .preProcessFile(readFileSync(file, "utf8"), true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith("."))
    .map((name) => locate(resolve(dirname(file), name)))
    .filter((found) => found !== undefined);
}

function locate(path) {
  const candidates = [path, `${path}.ts`, `${path}.mjs`, `${path}/index.ts`];
  return candidates.find((one) => existsSync(one) && statSync(one).isFile());
}

/** For each test file the files that it reaches, with their distance. */
export function reachOf(testFiles) {
  const known = new Map();
  const imports = (file) => {
    if (!known.has(file)) known.set(file, /\.(ts|mjs)$/.test(file) ? importsOf(file) : []);
    return known.get(file);
  };
  return new Map(testFiles.map((test) => [test, distances(test, imports)]));
}

function distances(start, imports) {
  const found = new Map([[start, 0]]);
  for (const [file, distance] of found)
    for (const next of imports(file)) if (!found.has(next)) found.set(next, distance + 1);
  return found;
}
