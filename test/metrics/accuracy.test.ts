import { expect, it } from "vitest";
import { accuracy } from "../../src/metrics/accuracy";

const options = { type: "accuracy" } as const;

function counted(logits: number[], width: number, labels: number[], mask: number[]) {
  const state = accuracy.start({ classes: undefined }, options);
  const rows = { values: Float32Array.from(logits), width, labels: Int32Array.from(labels), mask };
  accuracy.update(state, rows, options);
  return state;
}

it("counts the labelled samples whose largest logit, the first of equals, is the label's", () => {
  const logits = [0, 2, 1, 5, 1, 1, 1, 1, 0, 0, 0, 9];
  expect(counted(logits, 3, [1, 0, 0, 1], [1, 1, 1, 1])).toEqual({ correct: 3, labelled: 4 });
  expect(counted(logits, 3, [1, 0, 0, 1], [0, 1, 0, 1])).toEqual({ correct: 1, labelled: 2 });
});

it("takes one logit as the second class where it is above 0", () => {
  expect(counted([0.5, -0.5, 0, 3], 1, [1, 1, 0, 1], [1, 1, 1, 1])).toEqual({ correct: 3, labelled: 4 });
});

it("counts a logit that is not a number as wrong", () => {
  expect(counted([NaN, 1, 0, 1], 2, [1, 1], [1, 1])).toEqual({ correct: 1, labelled: 2 });
});

it("is a share of the labelled samples of all heads, and nothing where there are none", () => {
  const few = { correct: 1, labelled: 1 };
  const many = { correct: 3, labelled: 9 };
  expect(accuracy.value([few, many])).toBe(0.4);
  expect(accuracy.value([{ correct: 0, labelled: 0 }])).toBeUndefined();
});
