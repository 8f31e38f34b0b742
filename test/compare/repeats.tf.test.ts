import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { compare, prepareExperiment } from "../../src/compare";
import { Folds } from "../../src/compare/runs/folds";
import { runSeed } from "../../src/compare/runs/run-seed";
import { build } from "../../src/model";
import { train } from "../../src/train";
import { pets } from "./pets";
import { pictures } from "./pictures";

const data = pictures(6);
const experiment = pets({
  approaches: { flat: {}, cascade: {} },
  training: { batchSize: 8, epochs: 1 },
  repeats: { seeds: [3], folds: 3 },
});

describe("the seed of a run", () => {
  it("is another one for each seed and fold, and the seed itself for the first fold", () => {
    const seeds = Array.from({ length: 50 }, (_, seed) => seed);
    const all = seeds.flatMap((seed) => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((fold) => runSeed(seed, fold)));
    expect(new Set(all).size).toBe(500);
    expect(all.every((seed) => Number.isInteger(seed) && seed >= 0)).toBe(true);
    expect(seeds.map((seed) => runSeed(seed, 1))).toEqual(seeds);
    // Pinned: another number is another comparison.
    expect(runSeed(1, 2)).toBe(975666775);
  });
});

describe("the folds of one seed", () => {
  beforeAll(() => useBackend());

  it("begin with weights of their own, and a graph trained alone with a run's seed gives that run", async () => {
    const prepared = await prepareExperiment(experiment, { data });
    const report = await compare(prepared);
    const folds = new Folds(data, prepared.normalised);
    const weights: string[] = [];
    for (const run of report.runs.filter(({ approach }) => approach === "cascade")) {
      expect(run.trainingSeed).toBe(runSeed(3, run.fold));
      const samples = folds.of(run.seed, run.fold);
      const model = await build(prepared.graphs.cascade!, { seed: run.trainingSeed! });
      weights.push(JSON.stringify([...model.hostWeights().values()].map((value) => [...value.data])));
      const { history } = await train(model, samples.train);
      expect(history.map(({ figures }) => figures)).toEqual(run.history.map(({ figures }) => figures));
      model.dispose();
    }
    expect(new Set(weights).size).toBe(3);
  });
});
