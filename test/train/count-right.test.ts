import { expect, it } from "vitest";
import { understandGraph } from "../../src/model";
import { countRight } from "../../src/train/head-loss";

const { heads } = understandGraph({
  inputs: { features: { shape: [2] } },
  targets: { kind: { classes: 3 }, alive: { classes: 2 }, weight: { shape: [3] } },
  nodes: {
    kind: { type: "head", from: "features", target: "kind" },
    alive: { type: "head", from: "features", target: "alive", loss: "binaryCrossentropy" },
    weight: { type: "head", from: "features", target: "weight" },
  },
}).graph;
const [kind, alive, weight] = heads as [(typeof heads)[0], (typeof heads)[0], (typeof heads)[0]];

const rows = (labels: number[], mask: number[]) => ({
  labels: Int32Array.from(labels),
  mask: Float32Array.from(mask),
  valid: mask.reduce((a, b) => a + b),
});

it("counts the labelled samples whose largest logit, the first of equals, is the label's", () => {
  const logits = Float32Array.of(0, 2, 1, 5, 1, 1, 1, 1, 0, 0, 0, 9);
  expect(countRight(kind, logits, rows([1, 0, 0, 1], [1, 1, 1, 1]))).toBe(3);
  expect(countRight(kind, logits, rows([1, 0, 0, 1], [0, 1, 0, 1]))).toBe(1);
});

it("takes one logit as the second class where it is above 0", () => {
  const logits = Float32Array.of(0.5, -0.5, 0, 3);
  expect(countRight(alive, logits, rows([1, 1, 0, 1], [1, 1, 1, 1]))).toBe(3);
});

it("judges no values", () => {
  expect(countRight(weight, Float32Array.of(1, 2, 3), rows([0, 0, 0], [1]))).toBeUndefined();
});
