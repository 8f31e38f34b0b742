import { describe, expect, it } from "vitest";
import { nearest } from "../../src/text/suggest";

describe("the nearest name", () => {
  it.each([
    ["unit", ["units", "activation"], "units"],
    ["kernel_size", ["kernelSize", "strides"], "kernelSize"],
    ["MaxPool2D", ["maxPooling2d", "averagePooling2d"], "maxPooling2d"],
    ["rleu", ["relu", "elu"], "relu"],
    ["kernelsiz", ["kernelSizes", "kernelSize", "kernelSizer"], "kernelSize"],
    ["lr", ["type", "learningRate"], "learningRate"],
    ["batchNorm", ["batchNormalization", "dense"], "batchNormalization"],
    ["glorot", ["glorotUniform", "glorotNormal"], undefined],
    ["lstm", ["dense", "flatten"], undefined],
    ["b", ["a", "c"], undefined],
    ["toString", ["units"], undefined],
    ["", ["a"], undefined],
    ["x", [], undefined],
  ])("to %s of %j is %s", (name, known, found) => {
    expect(nearest(name, known)).toBe(found);
  });
});
