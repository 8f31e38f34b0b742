/* Labels of which a sample may have several, from training to what is predicted. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import { fromArrays, type Arrays } from "../../src/data/from-arrays";
import { split, subset } from "../../src/data/subset";
import { build, evaluateLabels, Model, openModel, saveModel } from "../../src/model";
import type { GraphSpec, HeadLayer } from "../../src/spec/language";
import { train, type TrainOptions } from "../../src/train";
import { graphOf } from "../graph/compile-spec";

let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-labels-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const names = ["right", "up", "near", "odd"];

/** Points of the plane that lie to the right, above, near the origin, in the first or third quadrant; a fifth of it unknown. */
function points(size: number): Dataset {
  const random = randomStream(5, "points");
  const labels: (0 | 1 | null)[][] = [];
  const x = Array.from({ length: size }, () => {
    const [a, b] = [random.next() * 2 - 1, random.next() * 2 - 1];
    const has = [a > 0.2, b > 0, a * a + b * b < 0.4, a * b > 0];
    labels.push(has.map((one) => (random.next() < 0.2 ? null : one ? 1 : 0)));
    return [a, b];
  });
  return fromArrays({ inputs: { x }, labels: { where: labels }, classes: { where: names } });
}

const pointSpec: GraphSpec = {
  inputs: { x: { shape: [2] } },
  // Names bind: the network has them in another order.
  targets: { where: { labels: ["odd", "near", "up", "right"] } },
  nodes: {
    where: {
      layers: [
        { type: "dense", units: 24, activation: "relu" },
        { type: "dense", units: 16, activation: "relu" },
        { type: "head", target: "where", metrics: ["labelAccuracy", "microF1", "macroF1", "exactMatch"] },
      ],
    },
  },
  training: { epochs: 20, batchSize: 25, optimizer: { type: "adam", learningRate: 0.04 } },
};

it("learns labels of which a fifth is unknown to a macro F1 of 0.9 on samples kept apart, and leaks nothing", async () => {
  const { train: own, test } = split(points(500), { seed: 2 });
  const before = tf.memory().numTensors;
  const model = await build(pointSpec);
  const { history } = await train(model, own, { validation: test });
  const report = evaluateLabels(model, test);
  expect(report.macroF1).toBeGreaterThan(0.9);
  expect(report.microF1).toBeGreaterThan(0.9);
  const last = history.at(-1)!.figures;
  for (const metric of ["labelAccuracy", "exactMatch", "microF1", "macroF1"] as const)
    expect(last[`val/${metric}`]).toBeCloseTo(report[metric]!, 12);
  expect(report.rows.map(({ label }) => label)).toEqual(["odd", "near", "up", "right"]);
  const known = (label: string) => report.rows.find((row) => row.label === label)!.known;
  const expected = test.labels["where"]!.filter(
    (value, i) => i % 4 === names.indexOf("near") && value >= 0,
  ).length;
  expect(known("near")).toBe(expected);

  await saveModel(model, join(folder, "points"));
  const opened = openModel(join(folder, "points"));
  expect(opened.predict(test).labels).toEqual(model.predict(test).labels);
  opened.dispose();
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

const x = Array.from({ length: 7 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
const rows = [[1, 0, 1], [0, null, 1], null, [0, 0, 0], [1, 1, 1], [null, null, 0], [0, 1, null]];
const samples = (labels: NonNullable<Arrays["labels"]>[string] = rows, weights?: readonly number[]) =>
  fromArrays({ inputs: { x }, labels: { y: labels }, ...(weights && { sampleWeights: weights }) });

const spec = (
  head: Partial<HeadLayer> = {},
  learningRate = 0.5,
  target: object = { labels: 3 },
): GraphSpec => ({
  inputs: { x: { shape: [2] } },
  targets: { y: target as { labels: number } },
  nodes: { y: { type: "head", target: "y", ...head } },
  training: { epochs: 2, batchSize: 7, optimizer: { type: "momentum", learningRate } },
});

async function run(given: GraphSpec, data: Dataset, options: TrainOptions = {}) {
  const model = Model.build(graphOf(given), { seed: 3 });
  const { history } = await train(model, data, options);
  const weights = model.hostWeights();
  const { values } = model.predict(data).heads["y"]!;
  model.dispose();
  return { figures: history[0]!.figures, weights, values };
}

/** Mean over the known labels of a sample, times its weight; the mean of these over the samples of which one is known. */
function byHand(p: Float32Array, positive: readonly number[], weights: readonly number[] = []): number {
  const losses = rows.flatMap((row, sample) => {
    if (row === null) return [];
    const known = row.flatMap((label, k) => {
      const one = p[sample * 3 + k]!;
      if (label === null) return [];
      return label === 1 ? -positive[k]! * Math.log(one) : -Math.log(1 - one);
    });
    return ((weights[sample] ?? 1) * known.reduce((sum, loss) => sum + loss, 0)) / known.length;
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

describe("the loss", () => {
  it("is the formula, with weights of labels in training and those of samples everywhere", async () => {
    const own = [1, 2, 5, 0.5, 3, 1, 0.25];
    const data = samples(rows, own);
    const still = await run(spec({ classWeights: { "0": 3, "2": 0.5 } }, 1e-30), data, { validation: data });
    expect(still.figures["loss"]).toBeCloseTo(byHand(still.values, [3, 1, 0.5], own), 5);
    expect(still.figures["val/loss"]).toBeCloseTo(byHand(still.values, [1, 1, 1], own), 5);
  });

  it("balanced: samples without the label by those with it", async () => {
    // Of the known: 2 with and 3 without, 2 and 2, 3 and 2.
    const balanced = await run(spec({ classWeights: "balanced" }), samples());
    const written = await run(spec({ classWeights: { "0": 3 / 2, "1": 1, "2": 2 / 3 } }), samples());
    expect(balanced.weights).toEqual(written.weights);
    expect(balanced.weights).not.toEqual((await run(spec(), samples())).weights);
  });

  it("balanced leaves a label alone that all have, or none", async () => {
    const same = samples(rows.map((row) => row && [1, 0, row[2]!]));
    const balanced = await run(spec({ classWeights: "balanced" }), same);
    const written = await run(spec({ classWeights: { "2": 2 / 3 } }), same);
    expect(balanced.weights).toEqual(written.weights);
  });

  it.each(["binaryCrossentropy", "binaryFocal", "hinge"] as const)(
    "of one label is %s of two classes",
    async (loss) => {
      const one = rows.map((row) => row && [row[2]!]);
      const labels = await run(spec({ loss, metrics: [] }, 0.5, { labels: 1 }), samples(one));
      const numbers = rows.map((row) => row?.[2] ?? -1);
      const classes = await run(spec({ loss, metrics: [] }, 0.5, { classes: 2 }), samples(numbers));
      expect(labels.weights).toEqual(classes.weights);
      expect(labels.figures).toEqual(classes.figures);
      labels.values.forEach((p, i) => expect(p).toBe(classes.values[2 * i + 1]));
    },
  );
});

describe("labels that are not known", () => {
  it("move nothing: a label of which nothing is known keeps its weights", async () => {
    const { weights: before } = await run(spec({}, 1e-30), samples());
    const { weights } = await run(spec(), samples(rows.map((row) => row && [row[0]!, null, row[2]!])));
    const [kernel, old] = [weights, before].map((all) => all.get("y/kernel")!.data);
    for (const i of [1, 4]) expect(kernel![i]).toBe(old![i]);
    for (const i of [0, 2, 3, 5]) expect(kernel![i]).not.toBe(old![i]);
  });

  it("of whole batches leave the head alone, beside one that learns", async () => {
    const two: GraphSpec = {
      ...spec(),
      targets: { y: { labels: 3 }, kind: { classes: 2 } },
      nodes: { y: { type: "head", target: "y" }, kind: { type: "head", target: "kind" } },
    };
    const data = fromArrays({
      inputs: { x },
      labels: { y: new Float32Array(21).fill(-1), kind: [0, 1, 0, 1, 0, 1, 0] },
    });
    const model = Model.build(graphOf(two), { seed: 3 });
    const before = model.hostWeights();
    const codes: string[] = [];
    const { history } = await train(model, data, { onNotice: ({ code }) => codes.push(code) });
    const after = model.hostWeights();
    expect(after.get("y/kernel")).toEqual(before.get("y/kernel"));
    expect(after.get("kind/kernel")).not.toEqual(before.get("kind/kernel"));
    expect(codes).toContain("headWithoutSamples");
    expect(Object.keys(history[0]!.figures)).not.toContain("y/labelAccuracy");
    expect(() => evaluateLabels(model, data)).toThrow("no sample has a known label for this head");
    model.dispose();
  });

  it("do not change what a sample without any known one does: it stands in no batch", async () => {
    const known = samples().labels["y"]!;
    const kept = [0, 1, 3, 4, 5, 6];
    const without = fromArrays({
      inputs: { x: kept.map((i) => x[i]!) },
      labels: { y: Float32Array.from(kept.flatMap((i) => [...known.subarray(i * 3, i * 3 + 3)])) },
    });
    const [all, some] = [await run(spec(), samples()), await run(spec(), without)];
    for (const [path, { data }] of all.weights) {
      data.forEach((value, i) => expect(value).toBeCloseTo(some.weights.get(path)!.data[i]!, 5));
    }
  });
});

describe("what is predicted", () => {
  const model = () => {
    const built = Model.build(graphOf(spec({ threshold: 0.4 }, 0.5, { labels: ["a", "b", "c"] })), {
      seed: 3,
    });
    const bias = { shape: [3], data: Float32Array.of(0, -0.2, 3) };
    built.setHostWeights(
      new Map([
        ["y/kernel", { shape: [2, 3], data: new Float32Array(6) }],
        ["y/bias", bias],
      ]),
    );
    return built;
  };
  const p = [0, -0.2, 3].map((z) => Math.fround(1 / (1 + Math.exp(-z))));

  it("is a probability for each label, and those above the threshold, the likeliest first", () => {
    const built = model();
    const { labels, heads, answers } = built.predict(samples());
    expect(answers).toEqual({});
    expect(heads["y"]).toMatchObject({ classes: undefined, width: 3 });
    expect([...heads["y"]!.values.subarray(0, 3)].map((one) => Number(one.toFixed(6)))).toEqual(
      p.map((one) => Number(one.toFixed(6))),
    );
    expect(labels["y"]).toMatchObject({ name: "y", target: "y", labels: ["a", "b", "c"], threshold: 0.4 });
    expect(labels["y"]!.samples[6]).toEqual(["c", "a", "b"]);
    const stricter = built.predict(samples(), { threshold: 0.5 }).labels["y"]!;
    expect(stricter.samples[0]).toEqual(["c"]);
    expect([...stricter.chosen.subarray(0, 3)]).toEqual([0, 0, 1]);
    expect(evaluateLabels(built, samples(), { threshold: 0.99 }).rows.map(({ told }) => told)).toEqual([
      0, 0, 0,
    ]);
    built.dispose();
  });

  it("candidates are the likeliest labels, whatever the threshold", () => {
    const built = model();
    const { candidates } = built.predict(samples(), { candidates: { top: 2 } });
    expect(candidates!["y"]).toMatchObject({ target: "y", classes: ["a", "b", "c"] });
    expect(candidates!["y"]!.samples[0]!.map((one) => [one.class, one.label, one.route])).toEqual([
      ["c", 2, []],
      ["a", 0, []],
    ]);
    const likely = built.predict(samples(), { candidates: { atLeast: 0.9 } }).candidates!["y"]!;
    expect(likely.samples[0]!.map((one) => one.class)).toEqual(["c"]);
    built.dispose();
  });

  it("of no samples is nothing, and of one as of many", () => {
    const built = model();
    const none = built.predict(subset(samples(), [])).labels["y"]!;
    expect([none.samples.length, none.chosen.length, none.probabilities.length]).toEqual([0, 0, 0]);
    const one = built.predict(subset(samples(), [4])).labels["y"]!;
    expect(one.samples).toEqual([["c", "a", "b"]]);
    built.dispose();
  });

  it("a threshold that is none, or for no head, is refused", () => {
    const built = model();
    expect(() => built.predict(samples(), { threshold: 1 })).toThrow("predict: threshold is 1");
    expect(() => evaluateLabels(built, samples(), { head: "z" })).toThrow(
      'evaluateLabels: there is no head "z" over labels; say which: y',
    );
    built.dispose();
    const classes = Model.build(graphOf(spec({}, 0.5, { classes: 2 })), { seed: 3 });
    const data = samples(rows.map(() => 0));
    expect(() => classes.predict(data, { threshold: 0.5 })).toThrow(
      "predict: a threshold is for heads over labels, and the network has none",
    );
    expect(() => evaluateLabels(classes, data)).toThrow("evaluateLabels: there is no head over labels");
    classes.dispose();
  });

  it("in branches is of their own samples", () => {
    const routed: GraphSpec = {
      inputs: { x: { shape: [2] } },
      tags: { place: ["in", "out"] },
      targets: { y: { labels: ["a", "b"] } },
      nodes: {
        y: {
          type: "route",
          by: { tag: "place" },
          branches: {
            in: [{ type: "head", target: "y" }],
            out: [{ type: "head", target: "y", threshold: 0 }],
          },
        },
      },
    };
    const built = Model.build(graphOf(routed), { seed: 3 });
    const data = fromArrays({
      inputs: { x },
      labels: { y: [["a"], ["b"], [], null, ["a", "b"], [], []] },
      tags: { place: [0, 1, 0, 1, 0, 1, 0] },
    });
    const { labels } = built.predict(data);
    expect(Object.keys(labels)).toEqual(["y/in", "y/out"]);
    expect(labels["y/out"]!.samples.map((own) => own.length)).toEqual([0, 2, 0, 2, 0, 2, 0]);
    expect([...labels["y/in"]!.probabilities.subarray(2, 4)]).toEqual([NaN, NaN]);
    expect(() => evaluateLabels(built, data)).toThrow(
      "several heads are over labels; say which: y/in and y/out",
    );
    built.dispose();
  });
});
