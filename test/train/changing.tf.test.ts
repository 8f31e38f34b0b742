/* Rates that change, settings by path and averages of weights in whole trainings, also in ones that were interrupted. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { fromArrays } from "../../src/data";
import { Model, understandGraph, type HostWeights } from "../../src/model";
import { checkGraph, type GraphSpec, type TrainingSpec } from "../../src/spec";
import { train } from "../../src/train";
import { WeightAverage } from "../../src/train/average";
import { drawValues } from "../gradients";
import { interrupted } from "./interrupted";

beforeAll(async () => {
  await useBackend();
});

const size = 24;
const data = fromArrays({
  inputs: { x: Array.from({ length: size }, (_, i) => [...drawValues(3, `x${i}`)]) },
  labels: {
    a: Int32Array.from({ length: size }, (_, i) => i % 2),
    b: Int32Array.from({ length: size }, (_, i) => (i % 3 === 0 ? -1 : i % 2)),
  },
});

const network = (training: TrainingSpec): GraphSpec => ({
  inputs: { x: { shape: [3] } },
  targets: { a: { classes: 2 }, b: { classes: 2 } },
  nodes: {
    trunk: { layers: [{ type: "dense", units: 4, activation: "tanh" }] },
    a: {
      from: "trunk",
      layers: [
        { type: "dense", units: 2 },
        { type: "head", target: "a" },
      ],
    },
    b: {
      from: "trunk",
      layers: [
        { type: "dense", units: 2 },
        { type: "head", target: "b" },
      ],
    },
  },
  training: { batchSize: 6, epochs: 4, ...training },
});

const plain = (weights: HostWeights): Record<string, number[]> =>
  Object.fromEntries([...weights].map(([path, { data: values }]) => [path, [...values]]));

async function trained(training: TrainingSpec): Promise<Record<string, number[]>> {
  const model = Model.build(understandGraph(network(training)).graph, { seed: 1 });
  try {
    await train(model, data);
    return plain(model.hostWeights());
  } finally {
    model.dispose();
  }
}

const everything: TrainingSpec = {
  optimizer: {
    type: "adamW",
    amsgrad: true,
    learningRate: { from: 0.2, to: 0.01, over: 4, shape: "cosine", warmUp: 1 },
    globalClipNorm: 0.5,
    by: { "b/**": { amsgrad: false, weightDecay: 0, clipValue: 0.1 } },
  },
  reduceOnPlateau: { monitor: "loss", patience: 1, minDelta: 1, cooldown: 1, factor: 0.5 },
  average: { decay: 0.8 },
  earlyStopping: { monitor: "val/loss", patience: 4 },
  validationSplit: 0.25,
};

describe("a run that was interrupted ends in the same numbers", () => {
  it.each([2, 6])("after step %i, with all that changes at once", async (steps) => {
    const { once, resumed } = await interrupted(network(everything), data, steps);
    expect(plain(resumed.weights)).toEqual(plain(once.weights));
    expect(resumed.result.history.map(({ figures }) => figures)).toEqual(
      once.result.history.map(({ figures }) => figures),
    );
  });

  it("and leaves no tensor behind", async () => {
    await trained(everything);
    const before = tf.memory().numTensors;
    await trained(everything);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("a learning rate that changes", () => {
  it("of one number throughout is that number", async () => {
    const constant = await trained({ optimizer: { type: "momentum", learningRate: 0.1 } });
    const stepped = { type: "momentum", learningRate: { steps: [[0, 0.1], [2, 0.1]] } } as const; // prettier-ignore
    expect(
      await trained({ optimizer: { type: "momentum", learningRate: stepped.learningRate as never } }),
    ).toEqual(constant);
  });

  it("moves nothing after it has come to 0", async () => {
    const learningRate = { from: 0.1, to: 0, over: 2 };
    const optimizer = { type: "sgd", learningRate } as const;
    expect(await trained({ optimizer, epochs: 5 })).toEqual(await trained({ optimizer, epochs: 2 }));
    expect(await trained({ optimizer, epochs: 2 })).not.toEqual(await trained({ optimizer, epochs: 1 }));
  });
});

describe("settings by path", () => {
  it("a later pattern says over an earlier one, option by option", async () => {
    const by = { "{a,trunk}/**": { learningRate: 0.2, momentum: 0.5 }, a: { learningRate: 0.3 } };
    const own = await trained({
      optimizer: { type: "momentum", learningRate: 0.1, by },
      epochs: 1,
      batchSize: 24,
    });
    const start = await trained({
      optimizer: { type: "sgd", learningRate: 1e-30 },
      epochs: 1,
      batchSize: 24,
    });
    const once = await trained({ optimizer: { type: "sgd", learningRate: 0.1 }, epochs: 1, batchSize: 24 });
    for (const [path, times] of Object.entries({
      "trunk/dense/kernel": 2,
      "a/dense/kernel": 3,
      "b/dense/kernel": 1,
    })) {
      own[path]!.forEach((value, i) =>
        expect(value - start[path]![i]!).toBeCloseTo(times * (once[path]![i]! - start[path]![i]!), 5),
      );
    }
  });

  it.each([
    [{ "c/**": { learningRate: 0.1 } }, /no weight's path matches "c\/\*\*"/],
    [
      { "b/**": { learningRate: 0.1 } },
      /no phase with this optimizer trains the weights that "b\/\*\*" matches/,
    ],
  ])("a pattern that matches nothing that is trained is a problem: %j", (by, message) => {
    const spec = network({ optimizer: { type: "adam", by }, train: ["**", "!b"] });
    expect(() => understandGraph(spec)).toThrow(message);
  });

  it("options of other optimisers are a problem", () => {
    const by = { "b/**": { weightDecay: 0.1 } } as object;
    const [problem] = checkGraph(network({ optimizer: { type: "adam", by: by as Record<string, object> } }));
    expect(problem).toMatchObject({ pointer: "/training/optimizer/by/b~1**/weightDecay" });
  });
});

describe("what is trained", () => {
  it("can be said without phases; the rest stays to the last bit", async () => {
    const model = Model.build(understandGraph(network({})).graph, { seed: 1 });
    const start = plain(model.hostWeights());
    model.dispose();
    const own = await trained({ train: ["**", "!trunk/**"] });
    const moved = Object.keys(own).filter((path) => own[path]!.some((value, i) => value !== start[path]![i]));
    expect(new Set(moved.map((path) => path.split("/")[0]))).toEqual(new Set(["a", "b"]));
  });

  it("cannot be said beside phases", () => {
    const [problem] = checkGraph(network({ train: ["a"], phases: [{ name: "one", train: ["a"] }] }));
    expect(problem).toMatchObject({ pointer: "/training/train" });
  });
});

interface Average {
  readonly starts: Readonly<Record<string, number[]>>;
  readonly gradients: readonly Readonly<Record<string, unknown>>[];
  readonly average: { readonly decay: number; readonly values: number[][]; readonly averages: number[][] };
}

describe("an average of weights", () => {
  it("is that of Keras over fifty steps; a variable that takes no part keeps its own", () => {
    const path = join(__dirname, "../fixtures/keras-optimizers.json");
    const { gradients, average: keras } = JSON.parse(readFileSync(path, "utf8")) as Average;
    const average = new WeightAverage(keras.decay);
    tf.tidy(() => {
      gradients.forEach((taken, step) => {
        const [a, b] = [keras.values[step]!.slice(0, 3), keras.values[step]!.slice(3)];
        average.update(
          new Map(
            Object.entries({ a, b })
              .filter(([name]) => name in taken)
              .map(([name, values]) => [name, tf.tensor1d(values)]),
          ),
        );
        const own = [...average.host().values()].flatMap(({ data: values }) => [...values]);
        own.forEach((value, i) =>
          expect(value, `step ${step + 1}`).toBeCloseTo(keras.averages[step]![i]!, 5),
        );
      });
    });
    average.dispose();
    expect(keras.averages).toHaveLength(50);
  });

  it("stands in the model at the end; without decay it is the weights themselves", async () => {
    const own = await trained({});
    expect(await trained({ average: { decay: 0 } })).toEqual(own);
    expect(await trained({ average: { decay: 0.9 } })).not.toEqual(own);
  });
});
