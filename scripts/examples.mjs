/*
 * Draws the networks of examples/ as the library draws them:
 *
 *   docs/examples/<name>.svg
 *
 *   node scripts/examples.mjs            write what is stale
 *   node scripts/examples.mjs --check    write nothing; exit 1 where a drawing is stale
 *
 * With what was built last (`npm run build`).
 */
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { bringUpToDate, root } from "./generated.mjs";

const { compileGraph, drawGraph, normaliseGraph, parseGraph } = createRequire(import.meta.url)(
  "../dist/index.js",
);

const ending = ".graph.json";

function draw(file) {
  const { spec } = parseGraph(readFileSync(join(root, "examples", file), "utf8"));
  const { graph } = compileGraph(normaliseGraph(spec));
  return `${drawGraph(graph, { theme: "page" })}\n`;
}

const files = readdirSync(join(root, "examples")).filter((file) => file.endsWith(ending));
bringUpToDate(
  new Map(files.map((file) => [`docs/examples/${file.replace(ending, ".svg")}`, draw(file)])),
  "scripts/examples.mjs",
  "drawings",
);
