/* Against the same steps in Keras 3 (`test/fixtures/keras-uncertainty.py`), and by what defines it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { decodeTensors } from "../../src/files";
import { Model, understandGraph } from "../../src/model";
import type { GraphSpec } from "../../src/spec";
import { train } from "../../src/train";
import { numberPath, weightingOf } from "../../src/weighting";
import type { KerasArray } from "../fixtures/keras-layers";
import { animals, sharedSpec } from "../specs";
import { interrupted, stopAfter } from "../train/interrupted";

const keras = JSON.parse(readFileSync(join(__dirname, "../fixtures/keras-uncertainty.json"), "utf8")) as {
  readonly learningRate: number;
  readonly weight: number;
  readonly inputs: KerasArray;
  readonly kind: number[];
  readonly place: KerasArray;
  readonly before: Readonly<Record<string, KerasArray>>;
  readonly after: Readonly<Record<string, KerasArray>>;
  readonly steps: readonly Readonly<Record<"losses" | "logVariances", Readonly<Record<string, number>>>>[];
};

/** One step an epoch: all samples stand in one batch. */
const spec: GraphSpec = {
  inputs: { x: { shape: [4] } },
  targets: { kind: { classes: 3 }, place: { shape: [2] } },
  nodes: {
    trunk: { from: "x", layers: [{ type: "dense", units: 5, activation: "tanh" }] },
    kind: { type: "head", from: "trunk", target: "kind" },
    place: { type: "head", from: "trunk", target: "place", weight: keras.weight },
  },
  training: {
    weighting: "uncertainty",
    epochs: keras.steps.length + 1,
    batchSize: 100,
    optimizer: { type: "adam", learningRate: keras.learningRate },
  },
};

/** To 1e-5, of the number itself where it is larger than 1. */
function expectNear(actual: number | undefined, expected: number, what: string): void {
  const scale = Math.max(1, Math.abs(expected));
  expect(Math.abs((actual ?? NaN) - expected) / scale, what).toBeLessThan(1e-5);
}

let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-uncertainty-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("uncertainty", () => {
  it("takes the steps of Keras: weights, log variances and losses", async () => {
    const model = Model.build(understandGraph(spec).graph);
    model.setHostWeights(
      new Map(
        Object.entries(keras.before).map(([path, { shape, values }]) => [
          path,
          { shape, data: Float32Array.from(values) },
        ]),
      ),
    );
    const checkpoint = join(folder, "run.safetensors");
    const data = {
      size: keras.kind.length,
      inputs: { x: { shape: [4], data: Float32Array.from(keras.inputs.values) } },
      labels: { kind: Int32Array.from(keras.kind), place: Float32Array.from(keras.place.values) },
      tags: {},
    };
    const { history } = await train(model, data, { checkpoint, ...stopAfter(keras.steps.length) });
    model.dispose();
    history.forEach(({ figures }, step) => {
      for (const [head, loss] of Object.entries(keras.steps[step]!.losses)) {
        expectNear(figures[`${head}/loss`], loss, `${head}, step ${step}`);
      }
    });
    const { tensors } = decodeTensors(readFileSync(checkpoint), checkpoint);
    for (const [path, { values }] of Object.entries(keras.after)) {
      const { data } = tensors.get(`weights/${path}`)!;
      values.forEach((value, i) => expectNear(data[i], value, path));
    }
    for (const [head, s] of Object.entries(keras.steps.at(-1)!.logVariances)) {
      expectNear(tensors.get(`weighting/${head}/logVariance`)!.data[0], s, head);
    }
  });

  it("gives the likelihood of Kendall's section 3.2, and has its least total at sigma² = 2L and L", () => {
    const { heads } = understandGraph(spec).graph;
    const [kind, place] = [heads[0]!, { ...heads[1]!, weight: 1 }];
    const total = (head: typeof kind, loss: number, variance: number): number =>
      tf.tidy(() => {
        const learned = new Map([[numberPath(head, "logVariance"), tf.scalar(Math.log(variance))]]);
        const terms = [{ head, loss: tf.scalar(loss), share: 1 }];
        return weightingOf("uncertainty").combine(terms, learned).dataSync()[0]!;
      });
    expect(total(kind, 1.7, 4)).toBeCloseTo(1.7 / 4 + Math.log(2), 5);
    expect(total(place, 1.7, 4)).toBeCloseTo(1.7 / 8 + Math.log(2), 5);
    for (const [head, best] of [
      [kind, 3.4],
      [place, 1.7],
    ] as const) {
      for (const factor of [0.9, 1.1]) {
        expect(total(head, 1.7, best)).toBeLessThan(total(head, 1.7, factor * best));
      }
    }
  });

  it("resumed in the middle of an epoch ends in the numbers of a run in one go", async () => {
    const training = { batchSize: 16, epochs: 3, weighting: "uncertainty" } as const;
    const { once, resumed } = await interrupted(sharedSpec(training), animals(60), 6);
    const fixed = await interrupted(sharedSpec({ ...training, weighting: "fixed" }), animals(60), 6);
    expect([...resumed.weights]).toEqual([...once.weights]);
    expect([...fixed.once.weights]).not.toEqual([...once.weights]);
  });

  it("may be one phase's alone", () => {
    const phases = [
      { name: "first", train: ["**"] },
      { name: "second", train: ["**"], weighting: "uncertainty" },
    ] as const;
    const { graph } = understandGraph(
      sharedSpec({ phases: phases.map((phase) => ({ ...phase, train: ["**"] })) }),
    );
    expect(graph.phases.map(({ weighting }) => weighting)).toEqual(["fixed", "uncertainty"]);
  });
});
