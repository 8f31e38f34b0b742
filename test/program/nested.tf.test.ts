/* Routes inside of branches: the same network written flat is the oracle. */
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import type { Graph } from "../../src/graph/ir";
import { Model, type HostWeights, type Prediction } from "../../src/model";
import { train } from "../../src/train";
import { formatSegment } from "../../src/program/format";
import { graphOf } from "../graph/compile-spec";
import { flatSpec, movedPath, threeLevels, threeLevelsSpec, twoLevels, twoLevelsSpec } from "../graph/nested";
import { factsOf, PREDICTION, programFor, values } from "./facts";

beforeAll(async () => {
  await useBackend();
});

const TRAINING = { epochs: 2, batchSize: 16, optimizer: { type: "adam", learningRate: 0.01 } } as const;
const SIZE = 60;

/** Samples of all eight classes and both ages; every seventh has no label. */
function samples(seed: number): Dataset {
  const random = randomStream(seed, "nested");
  return {
    size: SIZE,
    inputs: {
      x: { shape: [4], data: Float32Array.from({ length: 4 * SIZE }, () => 2 * random.next() - 1) },
    },
    labels: { species: Int32Array.from({ length: SIZE }, (_, i) => (i % 7 === 6 ? -1 : random.below(8))) },
    tags: { age: Int32Array.from({ length: SIZE }, () => random.below(2)) },
  };
}

const movedTwice = (path: string) =>
  movedPath("species/animal", ["family", "animals"])(movedPath("animals/insect", ["insects"])(path));

const levels: [string, (training?: typeof TRAINING) => Graph, (path: string) => string][] = [
  ["two levels", twoLevels, movedPath("species/animal", ["family", "animals"])],
  ["three levels", threeLevels, movedTwice],
  [
    "two levels as an author writes them",
    (training) => graphOf(twoLevelsSpec(training)),
    movedPath("species/animal", ["family", "animals"]),
  ],
  ["three levels as an author writes them", (training) => graphOf(threeLevelsSpec(training)), movedTwice],
];

/** Both networks with one set of weights. */
function pair(nested: Graph, moved: (path: string) => string): { flat: Model; nested: Model } {
  const flat = Model.build(graphOf(flatSpec(TRAINING)), { seed: 5 });
  const model = Model.build(nested, { seed: 5 });
  model.setHostWeights(new Map([...flat.hostWeights()].map(([path, value]) => [moved(path), value])));
  return { flat, nested: model };
}

const speciesOf = ({ answers }: Prediction) => answers["species"]!;

describe.each(levels)("%s", (_, graph, moved) => {
  it.each([{}, { branches: "all" }, { routing: "labels" }, { batchSize: 7 }] as const)(
    "answer as the flat network does: %j",
    (options) => {
      const { flat, nested } = pair(graph(TRAINING), moved);
      const data = samples(1);
      const [expected, actual] = [flat, nested].map((model) => speciesOf(model.predict(data, options)));
      expect([...actual!.labels]).toEqual([...expected!.labels]);
      actual!.probabilities.forEach((p, i) => expect(p).toBeCloseTo(expected!.probabilities[i]!, 6));
      flat.dispose();
      nested.dispose();
    },
  );

  it("ask an inner gate for the samples of its branch alone", () => {
    const { flat, nested } = pair(graph(TRAINING), moved);
    const { routes, heads } = nested.predict(samples(1));
    const outer = routes["species"]!.taken;
    const inner = routes["species/animal/animals"]!.taken;
    expect(new Set(outer).size).toBe(2);
    inner.forEach((branch, sample) => expect(branch === -1).toBe(outer[sample] !== 0));
    const gate = heads["species/animal/family"]!;
    outer.forEach((branch, sample) =>
      expect(Number.isNaN(gate.values[sample * gate.width])).toBe(branch !== 0),
    );
    flat.dispose();
    nested.dispose();
  });

  it("learn what the flat network learns", async () => {
    const { flat, nested } = pair(graph(TRAINING), moved);
    const data = samples(2);
    await train(flat, data, { seed: 3 });
    await train(nested, data, { seed: 3 });
    const after: HostWeights = nested.hostWeights();
    for (const [path, { data: expected }] of flat.hostWeights()) {
      const { data: actual } = after.get(moved(path))!;
      expected.forEach((value, i) => expect(Math.abs(actual[i]! - value)).toBeLessThan(1e-5));
    }
    flat.dispose();
    nested.dispose();
  });
});

it("a program is cut at the outer gate, then at the inner one, and nowhere else", () => {
  const { program, planOf } = programFor(threeLevels(), values("species"), PREDICTION);
  const plan = planOf(factsOf(4, {}, { age: [0, 1, 0, 1] }));
  const first = program.first(plan);
  expect(first.read!.route.path).toBe("species");
  plan.decide(first.read!.route, [3, 0, 3, 0, 0, 3, 3, 0]);
  const second = program.next(first, plan);
  expect(second.read!.route.path).toBe("species/animal/animals");
  plan.decide(second.read!.route, [3, 0, 0, 3, 3, 0]);
  const third = program.next(second, plan);
  expect(third.read).toBeUndefined();
  // Samples 0 and 3 are insects, one of each age; 1 is a fish, 2 a plant.
  const insects = "species/animal/animals/insect/insects";
  expect([...plan.scope(`${insects}/young`)!.positions]).toEqual([0]);
  expect([...plan.scope(`${insects}/old`)!.positions]).toEqual([3]);
  expect(formatSegment(third)).toContain(`putBack ${insects}`);
});
