/* Weights of classes and of samples: what they make of losses, in training and in validation. */
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { dataKey } from "../../src/data/data-key";
import { fromArrays } from "../../src/data/from-arrays";
import { joinDatasets } from "../../src/data/join";
import { subset } from "../../src/data/subset";
import type { Dataset } from "../../src/data/dataset";
import { Model } from "../../src/model";
import type { GraphSpec, HeadLayer } from "../../src/spec/language";
import { train, type TrainOptions } from "../../src/train";
import { graphOf } from "../graph/compile-spec";

beforeAll(() => useBackend());

const labels = [0, 1, 1, 2, 2, 2, -1, 1];
const x = labels.map((_, i) => [Math.sin(i), Math.cos(3 * i)]);
const samples = (sampleWeights?: readonly number[]): Dataset =>
  fromArrays({ inputs: { x }, labels: { y: labels }, ...(sampleWeights && { sampleWeights }) });
const classes = { a: 3, c: 0.5 };
const ofClasses = labels.map((label) => [3, 1, 0.5][label] ?? 1);

const spec = (head: Partial<HeadLayer>, learningRate = 0.5): GraphSpec => ({
  inputs: { x: { shape: [2] } },
  targets: { y: { classes: ["a", "b", "c"] } },
  nodes: { y: { type: "head", target: "y", ...head } },
  training: { epochs: 2, batchSize: 8, optimizer: { type: "momentum", learningRate } },
});

async function run(head: Partial<HeadLayer>, data: Dataset, options: TrainOptions = {}, learningRate = 0.5) {
  const model = Model.build(graphOf(spec(head, learningRate)), { seed: 3 });
  const before = [...model.hostWeights()].map(([, { data }]) => [...data]);
  const { history } = await train(model, data, options);
  const weights = [...model.hostWeights()].map(([, { data }]) => [...data]);
  const values = model.predict(data).heads["y"]!;
  model.dispose();
  return { history, before, weights, probabilities: values.values };
}

/** sum(w · -log p) / labelled, by hand. */
function weighted(probabilities: Float32Array, factors: readonly number[]): number {
  let sum = 0;
  labels.forEach((label, i) => {
    if (label >= 0) sum -= factors[i]! * Math.log(probabilities[3 * i + label]!);
  });
  return sum / labels.filter((label) => label >= 0).length;
}

describe("class weights", () => {
  it("are weights of the samples of their classes, 1 for a class that is left out", async () => {
    const byClass = await run({ classWeights: classes }, samples());
    const bySample = await run({}, samples(ofClasses));
    expect(byClass.weights).toEqual(bySample.weights);
    expect(byClass.history.map(({ figures }) => figures)).toEqual(
      bySample.history.map(({ figures }) => figures),
    );
    expect(byClass.weights).not.toEqual((await run({}, samples())).weights);
  });

  it("balanced are n / (K · n_k) of the labelled samples that train", async () => {
    // 7 labelled samples of 3 classes: 1, 3 and 3.
    const byClass = await run({ classWeights: "balanced" }, samples());
    const byHand = await run({ classWeights: { a: 7 / 3, b: 7 / 9, c: 7 / 9 } }, samples());
    expect(byClass.weights).toEqual(byHand.weights);
  });

  it("multiply the loss, whose mean stays one over the labelled samples; validation is without them", async () => {
    const still = await run({ classWeights: classes }, samples(), { validation: samples() }, 1e-30);
    const { figures } = still.history[0]!;
    expect(figures["loss"]).toBeCloseTo(weighted(still.probabilities, ofClasses), 5);
    expect(figures["val/loss"]).toBeCloseTo(weighted(still.probabilities, labels.map(() => 1)), 5); // prettier-ignore
  });
});

describe("sample weights", () => {
  const own = [1, 2, 0, 0.5, 3, 1, 9, 0.25];

  it("count in training, and in validation where its data has them; times those of classes", async () => {
    const both = await run({ classWeights: classes }, samples(own), { validation: samples(own) }, 1e-30);
    const { figures } = both.history[0]!;
    expect(figures["loss"]).toBeCloseTo(weighted(both.probabilities, own.map((one, i) => one * ofClasses[i]!)), 5); // prettier-ignore
    expect(figures["val/loss"]).toBeCloseTo(weighted(both.probabilities, own), 5);
    const plain = await run({}, samples(own), { validation: samples() }, 1e-30);
    expect(plain.history[0]!.figures["val/loss"]).toBeCloseTo(weighted(plain.probabilities, own.map(() => 1)), 5); // prettier-ignore
  });

  it("of 1 change nothing, and of 0 alone move nothing", async () => {
    const ones = await run({}, samples(labels.map(() => 1)));
    expect(ones.weights).toEqual((await run({}, samples())).weights);
    const none = await run({}, samples(labels.map(() => 0)));
    expect(none.weights).toEqual(none.before);
  });

  it("go with their samples, and make other data of them", () => {
    const data = samples(own);
    expect([...subset(data, [3, 0]).sampleWeights!["y"]!]).toEqual([0.5, 1]);
    const joined = joinDatasets("from", { one: data, two: samples() });
    expect([...joined.sampleWeights!["y"]!]).toEqual([...own, ...labels.map(() => 1)]);
    expect(dataKey(data)).not.toBe(dataKey(samples()));
  });
});
