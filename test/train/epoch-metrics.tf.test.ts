import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import type { Dataset } from "../../src/data/dataset";
import { Model, understandGraph } from "../../src/model";
import type { GraphSpec, Reduction } from "../../src/spec/language";
import { train } from "../../src/train";

beforeAll(() => useBackend());

/** 11 samples, of which 5 have a label for `y`, 8 one for `z`, and one none at all. */
const data: Dataset = {
  size: 11,
  inputs: { x: { shape: [1], data: Float32Array.from({ length: 11 }, (_, i) => i / 4 - 1) } },
  labels: {
    y: Float32Array.of(1, NaN, NaN, 2, NaN, NaN, -1, NaN, 0.5, NaN, 3),
    z: Float32Array.of(NaN, NaN, 1, 2, 3, 4, NaN, 6, 7, 8, 9),
  },
  tags: {},
};

const spec = (reduction: Reduction, batchSize: number): GraphSpec => ({
  inputs: { x: { shape: [1] } },
  targets: { y: { shape: [] }, z: { shape: [] } },
  nodes: {
    y: { type: "head", from: "x", target: "y", reduction, weight: 0.5 },
    z: { type: "head", from: "x", target: "z", reduction },
  },
  // A rate so small that no weight moves: every figure of the epoch is one of the same network.
  training: { epochs: 1, batchSize, optimizer: { type: "sgd", learningRate: 1e-30 } },
});

/** Sum of squared errors over the labelled samples, and their number. */
function squares(values: Float32Array, labels: Float32Array): { sum: number; count: number } {
  let sum = 0;
  let count = 0;
  labels.forEach((label, sample) => {
    if (Number.isNaN(label)) return;
    sum += (values[sample]! - label) ** 2;
    count++;
  });
  return { sum, count };
}

describe("an epoch's figures", () => {
  for (const reduction of ["validMean", "batchMean"] as const) {
    it.each([1, 3, 4, 100])(
      `are those of ${reduction}, in training and validation, with batches of %i`,
      async (batchSize) => {
        const model = Model.build(understandGraph(spec(reduction, batchSize)).graph, { seed: 4 });
        const { heads } = model.predict(data);
        const [y, z] = ["y", "z"].map((name) =>
          squares(heads[name]!.values, data.labels[name] as Float32Array),
        );
        // The sample without any label stands in no batch.
        const rows = reduction === "batchMean" ? [10, 10] : [y!.count, z!.count];
        const { history } = await train(model, data, { validation: data });
        const { figures } = history[0]!;
        for (const prefix of ["", "val/"]) {
          expect(figures[`${prefix}y/loss`]).toBeCloseTo(y!.sum / rows[0]!, 4);
          expect(figures[`${prefix}z/loss`]).toBeCloseTo(z!.sum / rows[1]!, 4);
          expect(figures[`${prefix}loss`]).toBeCloseTo(0.5 * (y!.sum / rows[0]!) + z!.sum / rows[1]!, 4);
        }
        model.dispose();
      },
    );
  }
});
