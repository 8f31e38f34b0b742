import { describe, expect, it } from "vitest";
import { inTaskOrder } from "../../../../src/compare/runs/evaluate/task-order";
import type { Prediction } from "../../../../src/model/prediction";

const task = {
  classes: ["a", "b", "c"],
  groups: [
    { name: "left", members: ["a"] },
    { name: "right", members: ["b", "c"] },
  ],
};
const readout = { answer: "y", gate: "g", route: "y" };

/** Two samples of a network that numbers its classes c, a, b and its groups right, left. */
const prediction: Prediction = {
  size: 2,
  heads: {
    g: {
      name: "g",
      target: "g",
      classes: ["right", "left"],
      width: 2,
      values: Float32Array.of(0.75, 0.25, NaN, NaN),
    },
  },
  routes: {
    y: {
      name: "y",
      branches: ["right", "left"],
      taken: Int32Array.of(0, -1),
      selected: Uint8Array.of(1, 0, 0, 0),
      gate: Float32Array.of(0.75, 0.25, 0, 1),
    },
  },
  labels: {},
  answers: {
    y: {
      name: "y",
      target: "y",
      classes: ["c", "a", "b"],
      labels: Int32Array.of(2, -1),
      probabilities: Float32Array.of(0.125, 0.25, 0.625, 0, 1, 0),
    },
  },
};

describe("inTaskOrder", () => {
  it("numbers answers, gate and branches as the task does", () => {
    const ordered = inTaskOrder(prediction, task, readout);
    expect(ordered.answers["y"]).toMatchObject({
      classes: ["a", "b", "c"],
      labels: Int32Array.of(1, -1),
      probabilities: Float32Array.of(0.25, 0.625, 0.125, 1, 0, 0),
    });
    expect(ordered.heads["g"]).toMatchObject({
      classes: ["left", "right"],
      values: Float32Array.of(0.25, 0.75, NaN, NaN),
    });
    expect(ordered.routes["y"]).toMatchObject({
      branches: ["left", "right"],
      taken: Int32Array.of(1, -1),
      selected: Uint8Array.of(0, 1, 0, 0),
      gate: Float32Array.of(0.25, 0.75, 1, 0),
    });
  });

  it("copies nothing where the order is the task's", () => {
    const ordered = inTaskOrder(prediction, task, readout);
    expect(inTaskOrder(ordered, task, readout)).toBe(ordered);
  });

  it("keeps a way out of which the gate knows nothing behind the groups", () => {
    const route = {
      name: "y",
      branches: ["right", "left", "unsure"],
      taken: Int32Array.of(2, 1),
      selected: Uint8Array.of(0, 0, 1, 0, 1, 0),
      gate: Float32Array.of(0.75, 0.25, 0.125, 0.875),
    };
    const ordered = inTaskOrder({ ...prediction, routes: { y: route } }, task, readout);
    expect(ordered.routes["y"]).toEqual({
      name: "y",
      branches: ["left", "right", "unsure"],
      taken: Int32Array.of(2, 0),
      selected: Uint8Array.of(0, 0, 1, 1, 0, 0),
      gate: Float32Array.of(0.25, 0.75, 0.875, 0.125),
    });
  });
});
