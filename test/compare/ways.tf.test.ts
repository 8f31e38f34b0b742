/* Approaches that are named in a line: what they train, what they share, and what their answers cost. */
import { readFileSync } from "node:fs";
import path from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { Validator, type Schema } from "jsonschema";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { compare, prepareExperiment, type PreparedExperiment, type Report } from "../../src/compare";
import { Folds } from "../../src/compare/runs/folds";
import { nodesWithin } from "../../src/graph/walk";
import { Model, type Prediction } from "../../src/model";
import { train } from "../../src/train";
import { pets } from "./pets";
import { pictures } from "./pictures";

const schema = JSON.parse(
  readFileSync(path.join(__dirname, "../../schemas/report.schema.json"), "utf8"),
) as Schema;

const data = pictures(20);
const quick = pets({
  approaches: {
    cascade: {},
    "cascade, joint": { type: "cascade", decode: "joint" },
    "cascade, masked": { type: "cascade", decode: "masked" },
    "cascade, unsure": { type: "cascade", decode: { atLeast: 0.985, otherwise: "all" } },
    "cascade, two": { type: "cascade", decode: { top: 2 } },
    predictThenSelect: {},
    "select, one-hot": { type: "predictThenSelect", told: "oneHot" },
    mixture: {},
    "mixture, sparse": { type: "mixture", experts: 3, top: 2, balance: { load: 0.01 } },
    "mixture, switch": { type: "mixture", top: 1 },
    earlyExit: {},
    "earlyExit, sooner": { type: "earlyExit", sure: { atLeast: 0.6 } },
    "earlyExit, twice": { type: "earlyExit", after: [2, 3], exitWeight: 0.5, sure: { entropyBelow: 0.15 } },
    coarseToFine: { heads: { breed: { loss: { type: "focal", alpha: 1 } } } },
  },
  training: { optimizer: { type: "adam", learningRate: 0.01 }, batchSize: 8, epochs: 6 },
});

let prepared: PreparedExperiment;
let report: Report;
let tensors: number;
const trained = new Set<string>();
beforeAll(async () => {
  await useBackend();
  const before = tf.memory().numTensors;
  prepared = await prepareExperiment(quick, { data });
  report = await compare(prepared, {
    progress: {
      update: ({ phase }) => {
        if (!phase.endsWith("trained already")) trained.add(/: (.*), seed/.exec(phase)![1]!);
      },
      end: () => undefined,
    },
  });
  tensors = tf.memory().numTensors - before;
}, 600_000);

const runOf = (name: string) => report.runs.find(({ approach }) => approach === name)!;
const recordOf = (name: string) => report.approaches.find((approach) => approach.name === name)!;

describe("approaches that differ in how they answer", () => {
  const shared = {
    cascade: ["cascade, joint", "cascade, masked", "cascade, unsure", "cascade, two"],
    earlyExit: ["earlyExit, sooner"],
  };

  it("are trained once", () => {
    const others = new Set(Object.values(shared).flat());
    expect([...trained]).toEqual(report.approaches.flatMap(({ name }) => (others.has(name) ? [] : name)));
    for (const { name, weightsOf } of report.approaches) {
      const first = Object.entries(shared).find(([, names]) => names.includes(name))?.[0];
      expect(weightsOf, name).toBe(first);
    }
    for (const [first, names] of Object.entries(shared))
      for (const name of names) {
        expect(runOf(name).history).toEqual(runOf(first).history);
        expect(runOf(name).trainingSeed).toBe(runOf(first).trainingSeed);
        const { oracle, gate, branches } = runOf(first).accuracy;
        expect(runOf(name).accuracy).toMatchObject({
          ...(oracle !== undefined && { oracle, gate, branches }),
        });
      }
  });

  it("have the numbers that they have alone", async () => {
    const alone = await compare(
      { ...quick, approaches: { "cascade, unsure": quick.approaches["cascade, unsure"]! } },
      { data },
    );
    const [run] = alone.runs;
    expect(run!.accuracy).toEqual(runOf("cascade, unsure").accuracy);
    expect(run!.shares).toEqual(runOf("cascade, unsure").shares);
    expect(alone.approaches[0]).toEqual({ ...recordOf("cascade, unsure"), weightsOf: undefined });
  });

  it("masked branches answer as the chosen one does, at the cost of all", () => {
    expect(runOf("cascade, masked").confusion).toEqual(runOf("cascade").confusion);
    expect(recordOf("cascade, masked").flops.expected).toBe(recordOf("cascade").flops.all);
  });
});

it("every one of them learns, and its report is one", () => {
  const { errors } = new Validator().validate(JSON.parse(JSON.stringify(report)), schema);
  expect(errors.map(String)).toEqual([]);
  expect(report.failures).toBeUndefined();
  // Of five classes.
  for (const { approach, accuracy } of report.runs) expect(accuracy.whole, approach).toBeGreaterThan(0.4);
  expect(tensors).toBe(0);
});

describe("expected FLOPs are those of what ran, counted sample by sample:", () => {
  /** An approach's network with the weights of its run, and what it says of the test samples. */
  async function tested(name: string): Promise<Prediction> {
    const { graph } = prepared.runnable[name]!;
    const { train: samples, test } = new Folds(data, prepared.normalised).of(1, 1);
    const model = Model.build(graph, { seed: runOf(name).trainingSeed! });
    await train(model, samples);
    const prediction = model.predict(test);
    model.dispose();
    return prediction;
  }

  const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values));
  const rowsOf = ({ values, width }: { values: Float32Array; width: number }) =>
    Array.from({ length: values.length / width }, (_, i) => [...values.subarray(i * width, (i + 1) * width)]);
  /** FLOPs of all layers whose paths begin so. */
  const flopsOf = (name: string, ...prefixes: string[]): number =>
    nodesWithin(prepared.compiled[name]!.body)
      .filter((node) => node.branches.length === 0 && prefixes.some((prefix) => node.path.startsWith(prefix)))
      .reduce((sum, { flops }) => sum + flops, 0);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

  it("a threshold with a way out", async () => {
    const name = "cascade, unsure";
    const { heads } = await tested(name);
    const branches = ["cat", "dog"].map((group) => flopsOf(name, `breed/${group}/`));
    const costs = rowsOf(heads.species!).map((gate) => {
      const chosen = gate.indexOf(largest(gate));
      // The fish has no branch.
      const ran = gate[chosen]! >= 0.985 ? (branches[chosen] ?? 0) : branches[0]! + branches[1]!;
      return flopsOf(name, "species/") + ran;
    });
    expect(recordOf(name).flops.expected).toBeCloseTo(mean(costs), 3);
    // Some were unsure and some were not, or this would say nothing.
    expect(new Set(costs).size).toBeGreaterThan(1);
    expect(Math.max(...costs)).toBe(recordOf(name).flops.all);
  });

  it("early exits, one behind the other", async () => {
    const name = "earlyExit, twice";
    const { heads } = await tested(name);
    const entropy = (row: readonly number[]) =>
      -row.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0);
    const [first, second] = prepared.compiled[name]!.heads.map((head) => rowsOf(heads[head.name]!));
    const inner = "breed/unsure/breed/unsure/";
    const costs = first!.map((row, sample) => {
      const start = flopsOf(name, "trunk/", "exit/");
      if (entropy(row) < 0.15) return start;
      const next = flopsOf(name, "breed/unsure/") - flopsOf(name, inner);
      return start + next + (entropy(second![sample]!) < 0.15 ? 0 : flopsOf(name, inner));
    });
    expect(recordOf(name).flops.expected).toBeCloseTo(mean(costs), 3);
    expect(new Set(costs).size).toBeGreaterThan(1);
  });

  it("the likeliest two experts", () => {
    const name = "mixture, sparse";
    // All experts are alike.
    const expert = flopsOf(name, "experts/0/");
    const { expected, all } = recordOf(name).flops;
    expect(expert).toBeGreaterThan(0);
    expect(expected).toBeCloseTo(all - expert, 6);
    expect(recordOf("mixture").flops.expected).toBe(recordOf("mixture").flops.all);
    const { shares } = runOf(name);
    expect(shares!["experts"]!.reduce((a, b) => a + b, 0)).toBeCloseTo(2, 9);
  });

  it("all branches of a joint answer, and the likeliest two", async () => {
    expect(recordOf("cascade, joint").flops.expected).toBe(recordOf("cascade, joint").flops.all);
    const name = "cascade, two";
    const { heads } = await tested(name);
    const branches = [...["cat", "dog"].map((group) => flopsOf(name, `breed/${group}/`)), 0];
    const costs = rowsOf(heads.species!).map((gate) => {
      const least = gate.indexOf(Math.min(...gate));
      return (
        flopsOf(name, "species/") + branches.reduce((sum, flops, i) => sum + (i === least ? 0 : flops), 0)
      );
    });
    expect(recordOf(name).flops.expected).toBeCloseTo(mean(costs), 3);
  });
});
