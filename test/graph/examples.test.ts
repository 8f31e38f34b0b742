/* Every example spec compiles; its summary is kept beside this file, so that a change of meaning shows. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compileGraph, formatSummary, normaliseGraph } from "../../src/graph";
import type { LoadedStack } from "../../src/graph/ir";
import { parseGraph } from "../../src/spec";

const folder = join(__dirname, "../examples");
const files = readdirSync(folder).filter((file) => /^[^_]*\.graph\.json$/.test(file));

/** What stands for the saved models that the examples name. */
const saved: LoadedStack = {
  inputShape: [32, 32, 3],
  layers: [
    { name: "pool", layer: { type: "globalAveragePooling2d" }, weights: [] },
    {
      name: "features",
      layer: {
        type: "dense",
        units: 16,
        activation: "relu",
        useBias: true,
        kernelInitializer: "glorotUniform",
        biasInitializer: "zeros",
      },
      weights: ["features/kernel", "features/bias"],
    },
    { name: "softmax", layer: { type: "activation", activation: "softmax" }, weights: [] },
  ],
};

test.each(files)("%s", async (file) => {
  const { spec, problems } = parseGraph(readFileSync(join(folder, file), "utf8"));
  if (!spec) throw new Error(JSON.stringify(problems));
  const compiled = compileGraph(normaliseGraph(spec), { load: () => saved });
  expect(compiled.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  if (!compiled.graph) throw new Error("no graph");
  const summary = join(__dirname, "summaries", file.replace(".graph.json", ".txt"));
  await expect(`${formatSummary(compiled.graph)}\n`).toMatchFileSnapshot(summary);
});
