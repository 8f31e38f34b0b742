import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import { largestEntries } from "../../src/choice";
import { fromArrays, loadIdx, split, subset, type Dataset } from "../../src/data";
import { build, type Model } from "../../src/model";
import { parseGraph, type GraphSpec } from "../../src/spec";
import { train } from "../../src/train";
import { realData } from "../data/real-data";

const file = path.join(__dirname, "../../examples/early-exit.graph.json");

/** The example, with another threshold. */
function specWith(entropyBelow: number): GraphSpec {
  const { spec } = parseGraph(
    readFileSync(file, "utf8").replace(/"entropyBelow": [\d.]+/, `"entropyBelow": ${entropyBelow}`),
  );
  if (!spec) throw new Error("the example has problems");
  return spec;
}

const share = (list: readonly boolean[]): number => list.filter(Boolean).length / list.length;
const correct = (answers: ArrayLike<number>, { labels }: Dataset): boolean[] =>
  Array.from(answers, (answer, i) => answer === labels["digit"]![i]);

/** The entropy in nats of each of `size` rows of probabilities. */
const entropies = (values: Float32Array, size: number): number[] =>
  Array.from({ length: size }, (_, row) =>
    values.subarray(row * 10, (row + 1) * 10).reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0),
  );

describe("training of an early exit", () => {
  const layers = (units: number) => [{ type: "dense", units, activation: "relu" } as const];
  const head = (weight: number) => ({ type: "head", target: "digit", weight }) as const;
  const common: Omit<GraphSpec, "nodes"> = {
    inputs: { x: { shape: [3] as number[] } },
    targets: { digit: { classes: 3 } },
    training: {
      epochs: 3,
      batchSize: 5,
      validationSplit: 0.25,
      optimizer: { type: "adam", learningRate: 0.05 },
    },
  };
  const trunk = { layers: layers(4) };
  const early = { from: "trunk", layers: [head(1)] };
  const late = [...layers(5), head(0.3)];
  const withExit = (entropyBelow: number): GraphSpec => ({
    ...common,
    nodes: {
      trunk,
      early,
      late: {
        type: "route",
        from: "trunk",
        by: { sure: "early", entropyBelow },
        branches: { sure: { from: "early" }, unsure: late },
      },
    },
  });
  const withoutExit: GraphSpec = {
    ...common,
    nodes: { trunk, early, late: { from: "trunk", layers: late } },
  };

  const random = randomStream(1, "early exit");
  const labels = Int32Array.from({ length: 24 }, (_, i) => i % 3);
  const x = Array.from(labels, (label) => [0, 1, 2].map((i) => Number(i === label) + 0.5 * random.normal()));
  const data = fromArrays({ inputs: { x }, labels: { digit: labels } });

  beforeAll(() => useBackend());

  // Limits with which none, some and all of the samples would leave.
  test.each([1e-6, 0.9, 2])("is that of the same heads without an exit (entropy below %d)", async (limit) => {
    const plain = await build(withoutExit, { seed: 3 });
    const routed = await build(withExit(limit), { seed: 3 });
    const inBranch = (name: string): string => name.replace("late", "late/unsure");
    routed.setHostWeights(new Map([...plain.hostWeights()].map(([name, value]) => [inBranch(name), value])));

    const [expected, found] = [
      await train(plain, data, { interruptible: false }),
      await train(routed, data, { interruptible: false }),
    ];
    // The losses and metrics of both heads, over all samples that train and all that validate.
    expect(found.history.map(({ figures }) => figures)).toEqual(
      expected.history.map(({ figures }) =>
        Object.fromEntries(Object.entries(figures).map(([name, value]) => [inBranch(name), value])),
      ),
    );
    for (const [name, { data: values }] of plain.hostWeights())
      expect(routed.hostWeights().get(inBranch(name))!.data, name).toEqual(values);
    plain.dispose();
    routed.dispose();
  });
});

const folder = realData("mnist-10k");
describe.skipIf(!folder)("early exit on digits (needs ESPALIER_TEST_DATA/mnist-10k)", () => {
  let model: Model;
  let validation: Dataset;
  let tested: Dataset;

  beforeAll(async () => {
    await useBackend();
    const { shape, data, labels } = await loadIdx({
      images: `${folder!}/images-idx3-ubyte.gz`,
      labels: `${folder!}/labels-idx1-ubyte.gz`,
    });
    const all = fromArrays({ inputs: { image: { shape, data } }, labels: { digit: labels } });
    const { train: rest, test: others } = split(all, { target: "digit", testShare: 0.2 });
    tested = subset(
      others,
      Array.from({ length: 1000 }, (_, i) => 2 * i),
    );
    validation = subset(
      rest,
      Array.from({ length: 500 }, (_, i) => i),
    );
    const samples = subset(
      rest,
      Array.from({ length: 2500 }, (_, i) => 500 + 3 * i),
    );
    model = await build(specWith(0.1), { seed: 1 });
    const training = { epochs: 5, optimizer: { type: "adam", learningRate: 0.003 } as const };
    await train(model, samples, { training, interruptible: false });
  });

  test("at least 85 % leave early, at no more than a point of accuracy", async () => {
    // The threshold with which 88 % of other samples leave.
    const { early } = model.predict(validation).heads;
    const threshold = entropies(early!.values, validation.size).sort((a, b) => a - b)[
      0.88 * validation.size
    ]!;
    const routed = await build(specWith(threshold));
    routed.setHostWeights(model.hostWeights());

    const { routes, answers } = routed.predict(tested);
    const { values } = routed.predict(tested, { branches: "all" }).heads["digit/unsure"]!;
    const accuracy = share(correct(answers["digit"]!.labels, tested));
    const withoutExit = share(correct(largestEntries(values, 10), tested));
    expect(share([...routes["digit"]!.taken].map((branch) => branch === 0))).toBeGreaterThanOrEqual(0.85);
    expect(withoutExit).toBeGreaterThan(0.93);
    expect(accuracy).toBeGreaterThanOrEqual(withoutExit - 0.01);
    routed.dispose();
  });

  test("who leaves early does not run the rest, and gets the same answer", () => {
    const chosen = model.predict(tested);
    const all = model.predict(tested, { branches: "all" });
    expect(chosen.answers["digit"]!.labels).toEqual(all.answers["digit"]!.labels);
    const { taken } = chosen.routes["digit"]!;
    const late = chosen.heads["digit/unsure"]!.values;
    taken.forEach((branch, row) => expect(Number.isNaN(late[row * 10]!)).toBe(branch === 0));
    expect(share([...taken].map((branch) => branch === 0))).toBeGreaterThan(0.5);
  });
});
