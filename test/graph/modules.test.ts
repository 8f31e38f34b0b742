/* Modules and saved models in paths of nodes and weights. */
import { expect, test } from "vitest";
import { compileGraph, normaliseGraph } from "../../src/graph";
import { type GraphSpec, type NormalLayer, type StackItem } from "../../src/spec";
import { graphOf } from "./compile-spec";

const hidden: StackItem = { type: "dense", units: 4, useBias: false };
const guess: StackItem = { type: "head", target: "y" };

function spec(nodes: GraphSpec["nodes"], modules: GraphSpec["modules"] = {}): GraphSpec {
  return { inputs: { x: { shape: [4] } }, targets: { y: { classes: 2 } }, modules, nodes };
}

test("each use of a module has weights of its own", () => {
  const { variables, nodes } = graphOf(
    spec(
      {
        a: { layers: ["eye", "eye", guess] },
        b: { type: "module", module: "eye", from: "a" },
        c: { from: "b", layers: [guess] },
      },
      { eye: ["inner"], inner: [hidden] },
    ),
  );
  expect([...variables.keys()].filter((path) => path.includes("dense"))).toEqual([
    "a/eye/inner/dense/kernel",
    "a/eye-2/inner/dense/kernel",
    "b/inner/dense/kernel",
  ]);
  expect(nodes.get("a/eye-2/inner/dense")).toMatchObject({
    inputs: ["a/eye/inner/dense"],
    pointer: "/modules/inner/0",
  });
});

test("shared uses have one set of weights between them, heads included", () => {
  const use: StackItem = { type: "module", module: "eye", share: true };
  const { variables, nodes, heads } = graphOf(
    spec(
      { a: { layers: [use] }, b: { layers: [use] }, c: { layers: ["eye"] } },
      { eye: ["inner", guess], inner: [hidden] },
    ),
  );
  expect([...variables.keys()]).toEqual([
    "modules/eye/inner/dense/kernel",
    "modules/eye/head/kernel",
    "modules/eye/head/bias",
    "c/eye/inner/dense/kernel",
    "c/eye/head/kernel",
    "c/eye/head/bias",
  ]);
  expect(nodes.get("b/eye/inner/dense")?.variables).toEqual(["modules/eye/inner/dense/kernel"]);
  expect(heads.map(({ name, path }) => [name, path])).toEqual([
    ["a", "a/eye/head"],
    ["b", "b/eye/head"],
    ["c", "c/eye/head"],
  ]);
});

test("a shared module inside another has its weights in one place", () => {
  const shared: StackItem = { type: "module", module: "inner", share: true };
  const { variables } = graphOf(
    spec(
      { a: { layers: ["eye", guess] }, b: { layers: [shared, guess] } },
      { eye: [shared], inner: [hidden] },
    ),
  );
  expect([...variables.keys()].filter((path) => path.includes("dense"))).toEqual([
    "modules/inner/dense/kernel",
  ]);
});

const normalised: NormalLayer = {
  type: "batchNormalization",
  momentum: 0.99,
  epsilon: 0.001,
  center: true,
  scale: false,
};
const dense: NormalLayer = {
  type: "dense",
  units: 3,
  activation: "relu",
  useBias: true,
  kernelInitializer: "glorotUniform",
  biasInitializer: "zeros",
};
const load = () => ({
  inputShape: [4],
  layers: [
    { name: "norm", layer: normalised, weights: ["norm/beta", "norm/mean", "norm/variance"] },
    { name: "fc", layer: dense, weights: ["fc/kernel", "fc/bias"] },
    { name: "last", layer: dense, weights: ["last/kernel", "last/bias"] },
  ],
});

test("a saved model stands in for layers; its weights are known by their names in the file", () => {
  const { nodes, loaded, variables } = graphOf(
    spec({ a: { layers: [{ type: "load", model: "m.json", dropLast: 1 }, guess] } }),
    { load },
  );
  expect([...nodes.keys()]).toEqual(["a/load/norm", "a/load/fc", "a/head"]);
  expect([...loaded]).toEqual([
    ["a/load/norm/beta", { model: "m.json", weight: "norm/beta" }],
    ["a/load/norm/movingMean", { model: "m.json", weight: "norm/mean" }],
    ["a/load/norm/movingVariance", { model: "m.json", weight: "norm/variance" }],
    ["a/load/fc/kernel", { model: "m.json", weight: "fc/kernel" }],
    ["a/load/fc/bias", { model: "m.json", weight: "fc/bias" }],
  ]);
  const trainable = [...variables.values()].filter((variable) => variable.trainable).map(({ path }) => path);
  expect(trainable).toEqual([
    "a/load/norm/beta",
    "a/load/fc/kernel",
    "a/load/fc/bias",
    "a/head/kernel",
    "a/head/bias",
  ]);
});

test("frozen, nothing of it trains", () => {
  const { phases, nodes } = graphOf(
    spec({
      a: { type: "load", model: "m.json", trainable: false },
      b: { type: "head", from: "a", target: "y" },
    }),
    { load },
  );
  expect(phases[0]?.train).toEqual(["b/kernel", "b/bias"]);
  expect(nodes.get("a/last")).toMatchObject({ inputs: ["a/fc"], shape: [3] });
});

test("a sample may have another shape than the model was trained on, where its weights fit", () => {
  const convolution: NormalLayer = {
    type: "conv2d",
    filters: 2,
    kernelSize: [3, 3],
    strides: [1, 1],
    padding: "valid",
    activation: "relu",
    useBias: false,
    kernelInitializer: "glorotUniform",
    biasInitializer: "zeros",
  };
  const { nodes } = graphOf(
    {
      inputs: { x: { shape: [20, 16, 3] } },
      targets: { y: { classes: 2 } },
      nodes: { a: { layers: [{ type: "load", model: "m.json" }, "globalMaxPooling2d", guess] } },
    },
    {
      load: () => ({ inputShape: [8, 8, 3], layers: [{ name: "conv", layer: convolution, weights: ["k"] }] }),
    },
  );
  expect(nodes.get("a/load/conv")?.shape).toEqual([18, 14, 2]);
});

test("a module that is not there is refused also where nobody checked the spec", () => {
  const unchecked = normaliseGraph(spec({ a: { layers: ["flatten", { type: "module", module: "eye" }] } }));
  expect(() => compileGraph(unchecked)).toThrow(/there is no module "eye"/);
});
