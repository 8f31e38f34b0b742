import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend";
import { randomStream } from "../../../src/backend/random";
import { evaluateHierarchy } from "../../../src/compare";
import type { Dataset } from "../../../src/data/dataset";
import { Model, understandGraph, type Prediction } from "../../../src/model";
import type { GraphSpec } from "../../../src/spec/language";
import { train } from "../../../src/train";
import { bundleOf, hierarchyTable } from "../../../src/view";
import { breedSpec, type BreedOptions } from "../../breeds";
import { animals, sharedSpec } from "../../specs";

beforeAll(async () => {
  await useBackend();
});

const groups = [
  [0, 0, 1, 1, 2, 2],
  [0, 0, 0, 0, 1, 1],
] as const;

const nested = (rules: BreedOptions["rules"] = {}): GraphSpec => ({
  ...breedSpec({ rules }),
  training: { epochs: 4, batchSize: 16, optimizer: { type: "adam", learningRate: 0.02 } },
});

/** Every ninth sample without a label. */
function samples(size: number): Dataset {
  const random = randomStream(3, "hierarchy");
  const labels = Int32Array.from({ length: size }, (_, i) => (i % 9 === 8 ? -1 : random.below(6)));
  const data = Float32Array.from(
    { length: 4 * size },
    (_, i) => Math.sin(1 + 2.3 * labels[i >> 2]! + 1.7 * (i % 4)) + random.normal(),
  );
  return { size, inputs: { x: { shape: [4], data } }, labels: { breed: labels }, tags: {} };
}

const shareOf = (labels: ArrayLike<number>, isRight: (sample: number) => boolean): number => {
  const known = Array.from(labels, (_, sample) => sample).filter((sample) => labels[sample]! >= 0);
  return known.filter(isRight).length / known.length;
};

describe("a hierarchy of three levels", () => {
  const data = samples(120);
  const breed = data.labels["breed"] as Int32Array;

  it("is taken apart, level by level", async () => {
    const model = Model.build(understandGraph(nested()).graph, { seed: 5 });
    await train(model, data);
    const report = evaluateHierarchy(model, data);
    const { answers, routes } = model.predict(data);
    const said = answers["breed"]!.labels;
    expect(report.answer).toBe("breed");
    expect(report.levels.map(({ target, samples: count }) => [target, count])).toEqual(
      ["order", "species", "breed"].map((target) => [target, breed.filter((label) => label >= 0).length]),
    );
    const right = (of: readonly number[]) => (sample: number) => of[said[sample]!] === of[breed[sample]!];
    const [order, species, finest] = report.levels;
    expect(order!.accuracy).toBeCloseTo(shareOf(breed, right(groups[1])), 12);
    expect(species!.accuracy).toBeCloseTo(shareOf(breed, right(groups[0])), 12);
    expect(finest!.accuracy).toBeCloseTo(shareOf(breed, right([0, 1, 2, 3, 4, 5])), 12);
    expect(finest!.accuracy).not.toBeCloseTo(species!.accuracy!, 3);
    // A greedy answer lies in what every gate on its way says.
    expect([report.consistency, order!.agreement, species!.agreement, finest!.agreement]).toEqual([
      1,
      1,
      1,
      undefined,
    ]);
    expect(order!.ownAccuracy).toBe(order!.accuracy);
    // Three sets of three classes each: precision and recall are the mean accuracy of the levels.
    const mean = report.levels.reduce((sum, { accuracy }) => sum + accuracy! / 3, 0);
    expect(report.hierarchical!.precision).toBeCloseTo(mean, 12);
    expect(report.hierarchical!.recall).toBeCloseTo(mean, 12);
    expect(routes["breed"]!.taken.some((branch) => branch === 1)).toBe(true);
    model.dispose();
  });

  it("loses at each level of gates what their labels would gain", async () => {
    const model = Model.build(understandGraph(nested()).graph, { seed: 5 });
    await train(model, data);
    const { routes, levels } = evaluateHierarchy(model, data);
    const accuracy = ({ answers }: Prediction) =>
      shareOf(breed, (sample) => answers["breed"]!.labels[sample] === breed[sample]);
    const inner = "breed/mammal/breed";
    expect(routes.map(({ routes: names }) => names)).toEqual([["breed"], [inner]]);
    const outerByLabels = model.predict(data, { routing: ["breed"] });
    expect(routes[0]!.routed).toBeCloseTo(levels[2]!.accuracy!, 12);
    expect(routes[0]!.oracle).toBeCloseTo(accuracy(outerByLabels), 12);
    expect(routes[1]!.routed).toBe(routes[0]!.oracle);
    expect(routes[1]!.oracle).toBeCloseTo(accuracy(model.predict(data, { routing: "labels" })), 12);
    expect(routes[0]!.regret).toBeGreaterThan(0);
    const gate = outerByLabels.routes[inner]!.taken;
    const mammals = breed.map((label) => (label >= 0 && label < 4 ? label : -1));
    expect(routes[1]!.gate).toBeCloseTo(
      shareOf(mammals, (sample) => gate[sample] === groups[0][breed[sample]!]),
      12,
    );
    model.dispose();
  });

  it("need not agree where the answer is joint, and its oracle keeps to the true groups", async () => {
    const model = Model.build(understandGraph(nested({ select: "all", merge: "joint" })).graph, { seed: 6 });
    await train(model, data, { training: { epochs: 1 } });
    const { consistency, levels, routes } = evaluateHierarchy(model, data);
    const { answers, routes: taken } = model.predict(data);
    const said = answers["breed"]!.labels;
    const agrees = [...said].filter(
      (label, sample) => groups[1][label] === taken["breed"]!.taken[sample],
    ).length;
    expect(levels[0]!.agreement).toBe(1);
    const inGroup = agrees / data.size;
    expect(consistency).toBeLessThanOrEqual(inGroup);
    expect(inGroup).toBeLessThan(1);
    expect(routes[0]!.oracle).toBeGreaterThanOrEqual(routes[0]!.routed);
    expect(routes[1]!.oracle).toBeGreaterThanOrEqual(routes[1]!.routed);
    model.dispose();
  });

  it("shows itself as a table", () => {
    const model = Model.build(understandGraph(nested()).graph, { seed: 5 });
    const report = evaluateHierarchy(model, data);
    const lines = String(hierarchyTable(report)).split("\n");
    expect(lines[0]).toMatch(/^level +samples +accuracy +by its own heads +agrees with the next$/);
    expect(lines.slice(2, 5).map((line) => line.split(" ")[0])).toEqual(["order", "species", "breed"]);
    expect(lines.slice(5)).toEqual([
      "consistent at all levels: 1.000",
      expect.stringMatching(/^hierarchical precision 0\.\d{3}, recall 0\.\d{3}, F1 0\.\d{3}$/),
      expect.stringMatching(/^breed: gate 0\.\d{3}, routed 0\.\d{3}, oracle 0\.\d{3}, regret [+−]?0\.\d{3}$/),
      expect.stringMatching(/^breed\/mammal\/breed: gate /),
    ]);
    expect(bundleOf(report)).toMatchObject({ "text/plain": String(hierarchyTable(report)) });
    model.dispose();
  });
});

describe("a hierarchy", () => {
  it("of heads beside one another is read within the group that the coarser head says", () => {
    const data = animals(50);
    const model = Model.build(understandGraph(sharedSpec({})).graph, { seed: 3 });
    const report = evaluateHierarchy(model, data);
    expect(report.levels.map(({ target }) => target)).toEqual(["group", "animal"]);
    expect(report.consistency).toBe(1);
    expect(report.routes).toHaveLength(1);
    model.dispose();
  });

  it.each([
    [{ answer: "species" }, /"species" is no answer/],
    [{ answers: "breed" } as { answer?: string }, /has no option "answers"/],
  ])("refuses %j", (options, message) => {
    const model = Model.build(understandGraph(nested()).graph, { seed: 5 });
    expect(() => evaluateHierarchy(model, samples(9), options)).toThrow(message);
    model.dispose();
  });

  it("needs labels, and names of routes that there are", () => {
    const model = Model.build(understandGraph(nested()).graph, { seed: 5 });
    expect(() => evaluateHierarchy(model, { ...samples(9), labels: {} })).toThrow(
      /no sample has a label for "breed"/,
    );
    expect(() => model.predict(samples(9), { routing: ["breeds"] })).toThrow(
      /routing names "breeds", and there is no such route/,
    );
    model.dispose();
  });
});
