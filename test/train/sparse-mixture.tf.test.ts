/* One run of `test/bench/sparse-mixture.mjs`: eight experts, two for a sample, against one of the same cost. */
import { beforeAll, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import { expectedFlops } from "../../src/graph";
import { Model } from "../../src/model";
import type { GraphSpec } from "../../src/spec";
import { train } from "../../src/train";
import { dataset, dense, sparse, unitsOfSameCost } from "../bench/sparse-mixture-task.mjs";
import { graphOf } from "../graph/compile-spec";

beforeAll(() => useBackend());

function part({ inputs, labels }: Dataset, from: number, to: number): Dataset {
  const { shape, data } = inputs["x"]!;
  return {
    size: to - from,
    inputs: { x: { shape, data: data.slice(from * shape[0]!, to * shape[0]!) } },
    labels: { letter: labels["letter"]!.slice(from, to) },
    tags: {},
  };
}

it("eight sparse experts beat a dense one of the same FLOPs where each place has a rule of its own", async () => {
  const training = {
    optimizer: { type: "adam", learningRate: 0.02 },
    batchSize: 50,
    epochs: 15,
  } as const;
  const flopsOf = (spec: GraphSpec): number => expectedFlops(graphOf(spec));
  const units = unitsOfSameCost(flopsOf, training);
  const specs = [sparse(training), dense(training, units)] as const;
  expect(flopsOf(specs[1])).toBeGreaterThanOrEqual(flopsOf(specs[0]));
  expect(flopsOf(dense(training, units - 1))).toBeLessThan(flopsOf(specs[0]));
  const data = dataset(1000, randomStream(1, "sparse mixture"));
  const test = part(data, 600, 1000);
  const accuracies: number[] = [];
  for (const spec of specs) {
    const model = Model.build(graphOf(spec), { seed: 1 });
    await train(model, part(data, 0, 600));
    const { labels } = model.predict(test).answers["letter"]!;
    const expected = test.labels["letter"]!;
    accuracies.push(labels.filter((label, i) => label === expected[i]).length / test.size);
    model.dispose();
  }
  const [mixture, single] = accuracies as [number, number];
  expect(mixture).toBeGreaterThan(0.6);
  expect(mixture - single).toBeGreaterThan(0.08);
});
