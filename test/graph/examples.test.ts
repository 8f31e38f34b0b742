/* Every example spec compiles; its summary is kept beside this file, so that a change of meaning shows. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compileGraph, formatSummary, normaliseGraph } from "../../src/graph";
import { parseGraph } from "../../src/spec";
import { saved } from "./example-graphs";

const folder = join(__dirname, "../examples");
const files = readdirSync(folder).filter((file) => /^[^_]*\.graph\.json$/.test(file));

test.each(files)("%s", async (file) => {
  const { spec, problems } = parseGraph(readFileSync(join(folder, file), "utf8"));
  if (!spec) throw new Error(JSON.stringify(problems));
  const compiled = compileGraph(normaliseGraph(spec), { load: () => saved });
  expect(compiled.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  if (!compiled.graph) throw new Error("no graph");
  const summary = join(__dirname, "summaries", file.replace(".graph.json", ".txt"));
  await expect(`${formatSummary(compiled.graph)}\n`).toMatchFileSnapshot(summary);
});
