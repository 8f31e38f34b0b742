import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { checkNode } from "../../src";
import { useBackend } from "../../src/backend";
import { idsOf } from "../../src/graph/layers";
import type { NormalLayer } from "../../src/spec/language";
import { language } from "../kinds";

const promises = [
  "shape",
  "FLOPs",
  "determinism",
  "batch of one",
  "rows apart",
  "gradients",
  "backends",
  "saved and opened",
  "nested, empty, trained",
];

beforeAll(async () => {
  await useBackend();
});

const dense = {
  activation: "tanh",
  useBias: true,
  kernelInitializer: "glorotUniform",
  biasInitializer: "zeros",
} as const;
const depthwise = {
  strides: [1, 1] as [number, number],
  padding: "same",
  depthMultiplier: 2,
  activation: "sigmoid",
  useBias: true,
  depthwiseInitializer: "heNormal",
  biasInitializer: "ones",
} as const;
const batch = {
  type: "batchNormalization",
  momentum: 0.9,
  epsilon: 0.01,
  center: true,
  scale: true,
} as const;
const image = [6, 5, 2];

const settings: [NormalLayer, (readonly number[])[], boolean?][] = [
  [{ type: "dense", units: 4, ...dense }, [[5]]],
  [{ type: "dense", units: 2, ...dense, useBias: false }, [[3, 4]]],
  [{ type: "conv2d", filters: 3, kernelSize: [3, 2], strides: [2, 2], padding: "same", ...dense }, [image]],
  [{ type: "conv2d", filters: 3, kernelSize: [3, 3], strides: [1, 2], padding: "valid", ...dense }, [image]],
  [{ type: "depthwiseConv2d", kernelSize: [3, 3], ...depthwise }, [image]],
  [
    {
      type: "separableConv2d",
      filters: 3,
      kernelSize: [3, 3],
      pointwiseInitializer: "lecunNormal",
      ...depthwise,
    },
    [image],
  ],
  [{ type: "averagePooling2d", poolSize: [3, 3], strides: [2, 2], padding: "same" }, [image]],
  [{ type: "globalAveragePooling2d" }, [image]],
  [{ type: "globalAveragePooling1d" }, [[4, 3]]],
  // The draws are such that no step moves a maximum to another place.
  [{ type: "maxPooling2d", poolSize: [2, 2], strides: [2, 2], padding: "valid" }, [[2, 4, 1]]],
  [{ type: "globalMaxPooling2d" }, [[3, 2, 1]]],
  [{ type: "flatten" }, [image]],
  [{ type: "reshape", targetShape: [-1, 4] }, [[2, 3, 2]]],
  [{ type: "dropout", rate: 0.5 }, [[8]], true],
  [{ type: "dropout", rate: 0.5 }, [[8]], false],
  [batch, [[4]], true],
  [{ ...batch, scale: false }, [image], true],
  [batch, [[4]], false],
  [{ ...batch, center: false }, [image], false],
  [{ type: "layerNormalization", epsilon: 0.01, center: true, scale: true }, [[3, 5]], true],
  [{ type: "embedding", inputDim: 4, outputDim: 3, embeddingsInitializer: "randomUniform" }, [[6]]],
  [{ type: "activation", activation: "gelu" }, [[5]]],
  [{ type: "activation", activation: "softmax" }, [[2, 5]]],
  [{ type: "add" }, [[4], [4], [4]]],
  [{ type: "multiply" }, [[4], [4]]],
  [
    { type: "concatenate", axis: 0 },
    [
      [2, 3],
      [1, 3],
    ],
  ],
];

describe("checkNode: every kind of layer keeps what it promises", () => {
  it.each(
    settings.map(([layer, shapes]) => ({
      name: `${layer.type} of ${shapes.map((shape) => `[${String(shape)}]`).join(", ")}`,
      layer,
      shapes,
    })),
  )("$name", async ({ layer, shapes }) => {
    const dtype = idsOf(layer) === undefined ? "float32" : "int32";
    const before = tf.memory().numTensors;
    const checked = await checkNode(
      layer,
      shapes.map((shape) => ({ shape, dtype })),
    );
    expect(tf.memory().numTensors, "tensors left behind").toBe(before);
    expect(checked.kept, String(checked)).toBe(true);
    expect(checked.rows.map(({ promise }) => promise)).toEqual(promises);
  });

  it("covers every kind of layer", () => {
    expect(new Set(settings.map(([{ type }]) => type))).toEqual(language.layers);
  });
});
