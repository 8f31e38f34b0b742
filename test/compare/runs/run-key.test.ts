import { describe, expect, it } from "vitest";
import { runKey, type RunIdentity } from "../../../src/compare/runs/run-key";
import { dataKey } from "../../../src/data/data-key";
import { understandExperiment } from "../../../src/compare/experiment/understand";
import type { GraphSpec } from "../../../src/spec/language";
import { pets } from "../pets";
import { pictures } from "../pictures";

const graph = understandExperiment(pets(), { shape: [8, 8, 1] }).graphs.flat!;
const identity: RunIdentity = {
  graph,
  loaded: new Map([["a/kernel", { shape: [2], data: Float32Array.of(1, 2) }]]),
  seed: 1,
  fold: 2,
  folds: 3,
  testShare: 0,
  data: dataKey(pictures(2)),
  backend: "wasm",
};

describe("the key of a run", () => {
  it("stays where only names and boxes change", () => {
    const renamed: GraphSpec = {
      ...graph,
      $schema: "x",
      name: "other",
      description: "words",
      view: { breed: [1, 2] },
    };
    expect(runKey({ ...identity, graph: renamed })).toBe(runKey(identity));
  });

  it.each<[string, Partial<RunIdentity>]>([
    ["the training", { graph: { ...graph, training: { epochs: 3 } } }],
    ["the network", { graph: { ...graph, modules: { ...graph.modules, branch: ["flatten"] } } }],
    [
      "the scale of the input",
      { graph: { ...graph, inputs: { image: { ...graph.inputs["image"]!, scale: "standard" } } } },
    ],
    ["the seed", { seed: 2 }],
    ["the fold", { fold: 1 }],
    ["the number of folds", { folds: 4 }],
    ["the test share", { testShare: 0.1 }],
    ["the samples", { data: dataKey(pictures(2, 7)) }],
    ["the backend", { backend: "native" }],
    [
      "weights of a saved model",
      { loaded: new Map([["a/kernel", { shape: [2], data: Float32Array.of(1, 3) }]]) },
    ],
  ])("changes with %s", (_, change) => {
    expect(runKey({ ...identity, ...change })).not.toBe(runKey(identity));
  });

  it("takes every sample of the data into account", () => {
    const data = pictures(2);
    const { breed } = data.labels;
    const relabelled = { ...data, labels: { breed: breed!.map((label) => (label + 1) % 5) } };
    expect(dataKey(relabelled as typeof data)).not.toBe(dataKey(data));
    expect(dataKey({ ...data, tags: { source: new Int32Array(data.size) } })).not.toBe(dataKey(data));
    const tagged = { ...data, tags: { source: new Int32Array(data.size) } };
    expect(dataKey({ ...tagged, tagValues: { source: ["a", "b"] } })).not.toBe(
      dataKey({ ...tagged, tagValues: { source: ["b", "a"] } }),
    );
    expect(dataKey(pictures(2))).toBe(dataKey(data));
  });
});
