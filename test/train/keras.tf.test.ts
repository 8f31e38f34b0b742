/* Training under the rules that the schema writes down, against the same steps in Keras 3 (`keras-training.py`). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import type { Dataset } from "../../src/data/dataset";
import { Model, understandGraph, type HostWeights } from "../../src/model";
import type { GraphSpec, NodeSpec } from "../../src/spec/language";
import { train } from "../../src/train";
import type { KerasArray } from "../fixtures/keras-layers";

interface Case {
  readonly inputs: KerasArray;
  readonly labels: Readonly<Record<string, number[]>>;
  readonly before: Readonly<Record<string, KerasArray>>;
  readonly after: Readonly<Record<string, KerasArray>>;
  readonly losses: readonly Readonly<Record<string, number>>[];
}

const fixture = JSON.parse(
  readFileSync(join(__dirname, "../fixtures/keras-training.json"), "utf8"),
) as Record<"validMean" | "batchMean" | "handedOn" | "routed", Case> & {
  readonly steps: number;
  readonly learningRate: number;
  readonly batchMean: { readonly weight: number };
};

/** One step an epoch: all samples stand in one batch. */
const training = {
  epochs: fixture.steps,
  batchSize: 100,
  optimizer: { type: "sgd", learningRate: fixture.learningRate },
} as const;

function specOf(
  { inputs }: Case,
  classes: Readonly<Record<string, number | string[]>>,
  nodes: Record<string, NodeSpec>,
): GraphSpec {
  return {
    inputs: { x: { shape: inputs.shape.slice(1) } },
    targets: Object.fromEntries(Object.entries(classes).map(([name, count]) => [name, { classes: count }])),
    nodes,
    training,
  };
}

const dataOf = ({ inputs, labels }: Case): Dataset => ({
  size: inputs.shape[0]!,
  inputs: { x: { shape: inputs.shape.slice(1), data: Float32Array.from(inputs.values) } },
  labels: Object.fromEntries(Object.entries(labels).map(([name, list]) => [name, Int32Array.from(list)])),
  tags: {},
});

const weightsOf = (arrays: Readonly<Record<string, KerasArray>>): HostWeights =>
  new Map(
    Object.entries(arrays).map(([path, { shape, values }]) => [
      path,
      { shape, data: Float32Array.from(values) },
    ]),
  );

async function expectAsKeras(given: Case, spec: GraphSpec): Promise<void> {
  const model = Model.build(understandGraph(spec).graph);
  const before = weightsOf(given.before);
  expect([...model.weights.keys()].sort()).toEqual([...before.keys()].sort());
  model.setHostWeights(before);
  const { history } = await train(model, dataOf(given));
  given.losses.forEach((losses, step) => {
    const { figures } = history[step]!;
    for (const [name, loss] of Object.entries(losses)) {
      expect(figures[name === "loss" ? "loss" : `${name}/loss`], `${name}, step ${step}`).toBeCloseTo(
        loss,
        5,
      );
    }
  });
  for (const [path, { data }] of model.hostWeights()) {
    given.after[path]!.values.forEach((value, i) => expect(data[i], path).toBeCloseTo(value, 4));
  }
  model.dispose();
}

beforeAll(() => useBackend());

describe("steps as in Keras", () => {
  it.each(["validMean", "batchMean"] as const)(
    "%s: samples without any label are taken out first, and the loss shown is the loss minimised",
    async (reduction) => {
      const given = fixture[reduction];
      const spec = specOf(
        given,
        { first: 3, second: 2 },
        {
          trunk: {
            from: "x",
            layers: [
              { type: "dense", units: 5 },
              { type: "batchNormalization", momentum: 0.9, epsilon: 0.001 },
              { type: "activation", activation: "relu" },
            ],
          },
          first: { type: "head", from: "trunk", target: "first", reduction },
          second: {
            type: "head",
            from: "trunk",
            target: "second",
            reduction,
            weight: fixture.batchMean.weight,
          },
        },
      );
      await expectAsKeras(given, spec);
    },
  );

  it("a head hands on its logits", async () => {
    const spec = specOf(
      fixture.handedOn,
      { first: 3, second: 2 },
      {
        first: { type: "head", from: "x", target: "first" },
        both: { type: "concatenate", from: ["first", "x"] },
        second: { type: "head", from: "both", target: "second" },
      },
    );
    await expectAsKeras(fixture.handedOn, spec);
  });

  it("labels route in training, and the gate does for samples without one", async () => {
    const branch = [{ type: "dense", units: 3 } as const];
    const spec = specOf(
      fixture.routed,
      { gate: ["left", "right"], answer: 3 },
      {
        gate: { type: "head", from: "x", target: "gate" },
        side: { type: "route", from: "x", by: "gate", branches: { left: branch, right: branch } },
        answer: { type: "head", from: "side", target: "answer" },
      },
    );
    await expectAsKeras(fixture.routed, spec);
  });
});
