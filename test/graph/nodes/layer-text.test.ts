import { expect, test } from "vitest";
import { layerText } from "../../../src/graph/nodes/layer-text";
import type { LayerSpec } from "../../../src/spec/language";
import { layerSchemas } from "../../../src/spec/schema";
import { normalLayer } from "../../../src/spec/normalise/defaults";
import { examplesIn } from "../example-graphs";

test.each<[LayerSpec, string]>([
  [{ type: "dense", units: 8 }, "dense 8"],
  [{ type: "dense", units: 8, activation: "relu", useBias: false }, "dense 8, relu, no bias"],
  [{ type: "conv2d", filters: 4, kernelSize: 3, padding: "same" }, "conv2d 4, 3 × 3, same"],
  [{ type: "conv2d", filters: 4, kernelSize: [3, 5], strides: 2 }, "conv2d 4, 3 × 5, strides 2 × 2"],
  [{ type: "maxPooling2d" }, "maxPooling2d 2 × 2"],
  [{ type: "maxPooling2d", poolSize: 3, strides: 1 }, "maxPooling2d 3 × 3, strides 1 × 1"],
  [{ type: "randomRotation", factor: 0.1 }, "randomRotation -0.1 to 0.1"],
  [{ type: "cropping2d", cropping: 2 }, "cropping2d 2"],
  [
    { type: "multiHeadAttention", numHeads: 4, keyDim: 8, causal: true },
    "multiHeadAttention 4, key dim 8, causal",
  ],
  [{ type: "lstm", units: 6, unitForgetBias: false }, "lstm 6, no unit forget bias"],
  [{ type: "batchNormalization" }, "batchNormalization"],
  [{ type: "normalization", mean: [1, 2, 3, 4, 5], variance: 1 }, "normalization 5 values, variance 1"],
  [{ type: "dense", units: 8, kernelInitializer: "zeros" }, "dense 8"],
])("%j is said as %s", (layer, text) => {
  expect(layerText(normalLayer(layer))).toBe(text);
});

test("each kind of layer has its line, with no word of JavaScript in it", () => {
  const [, graph] = examplesIn("test/examples").find(([name]) => name === "every-layer")!;
  const said = new Set<string>();
  for (const node of graph.nodes.values()) {
    if (node.kind !== "layer") continue;
    said.add(node.layer.type);
    const text = layerText(node.layer);
    expect(text.startsWith(node.layer.type)).toBe(true);
    expect(text).not.toMatch(/undefined|null|object|NaN|true|false/);
  }
  expect([...said].sort()).toEqual([...layerSchemas.keys()].sort());
});
