import { expect, it } from "vitest";
import { problemsOf } from "../compile-spec";

const pooled = (shape: number[], dtype: "float32" | "int32" = "float32") =>
  problemsOf({
    inputs: { signal: { shape, dtype } },
    targets: { y: { classes: 2 } },
    nodes: { y: { layers: ["globalAveragePooling1d", { type: "head", target: "y" }] } },
  });

it("takes a sequence", () => {
  expect(pooled([5, 3])).toEqual([]);
});

it.each([
  [[8, 8, 3], '"globalAveragePooling2d" is for images'],
  [
    [8],
    'put it after "embedding" or a recurrent layer with "returnSequences": true, or "reshape" what enters',
  ],
  [
    [],
    'put it after "embedding" or a recurrent layer with "returnSequences": true, or "reshape" what enters',
  ],
])("refuses %j", (shape, hint) => {
  expect(pooled(shape)).toEqual([
    `/nodes/y/layers/0: "globalAveragePooling1d" takes [steps, channels] and gets [${shape.join(", ")}]; ${hint}`,
  ]);
});

it("refuses whole numbers", () => {
  expect(pooled([5, 3], "int32").join()).toContain("signal");
});
