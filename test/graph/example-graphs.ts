/* Every example spec, compiled. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileGraph, normaliseGraph, type Graph } from "../../src/graph";
import type { LoadedStack } from "../../src/graph/ir";
import { parseGraph } from "../../src/spec";

/** What stands for the saved models that the examples name. */
export const saved: LoadedStack = {
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

/** Whether a spec names kinds of one's own, which only a program that defines them knows. */
const namesOwnKinds = (text: string): boolean => /"type": "[^":]+:/.test(text);

/** The specs of a folder of the repository that have no errors, by their names. */
export function examplesIn(folder: string): [name: string, graph: Graph][] {
  const path = join(__dirname, "../..", folder);
  const files = readdirSync(path).filter((file) => /^[^_]*\.graph\.json$/.test(file));
  return files.flatMap((file) => {
    const text = readFileSync(join(path, file), "utf8");
    if (namesOwnKinds(text)) return [];
    const { spec, problems } = parseGraph(text);
    if (!spec) throw new Error(JSON.stringify(problems));
    const compiled = compileGraph(normaliseGraph(spec), { load: () => saved });
    if (!compiled.graph) throw new Error(JSON.stringify(compiled.problems));
    return [[file.replace(".graph.json", ""), compiled.graph]];
  });
}
