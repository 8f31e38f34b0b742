import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { Model, understandGraph, type Prediction } from "../../src/model";
import type { RouteNode, StackItem } from "../../src/spec";
import { train } from "../../src/train";
import { animals, cascadeSpec, sharedSpec } from "../specs";

beforeAll(async () => {
  await useBackend();
});

function expectClose(actual: Prediction, expected: Prediction): void {
  for (const [name, answer] of Object.entries(expected.answers)) {
    expect([...actual.answers[name]!.labels]).toEqual([...answer.labels]);
    answer.probabilities.forEach((p, i) => {
      expect(Math.abs(actual.answers[name]!.probabilities[i]! - p)).toBeLessThan(1e-6);
    });
  }
}

describe("over the same weights", () => {
  const data = animals(70);

  it.each([
    ["cascade", cascadeSpec()],
    ["cascade, joint", cascadeSpec(undefined, "joint")],
    ["shared backbone", sharedSpec()],
  ])("%s: a branch on its own samples gives what every branch on every sample gives", (_, spec) => {
    const model = Model.build(understandGraph(spec).graph, { seed: 3 });
    const chosen = model.predict(data);
    expect(new Set(chosen.routes["animal"]!.taken).size).toBeGreaterThan(1);
    expectClose(model.predict(data, { branches: "all" }), chosen);
    model.dispose();
  });

  it("predict, then select: the gate alone, then each branch alone, gives the routed answer", () => {
    const model = Model.build(understandGraph(cascadeSpec()).graph, { seed: 3 });
    const routed = model.predict(data);
    const gate = routed.heads["group"]!;
    const everywhere = model.predict(data, { branches: "all" });
    for (let sample = 0; sample < data.size; sample++) {
      const row = [...gate.values.subarray(sample * 3, sample * 3 + 3)];
      const group = row.indexOf(Math.max(...row));
      const branch = everywhere.heads[["animal/insect", "animal/fish"][group] ?? ""];
      const within = branch
        ? [...branch.values.subarray(sample * branch.width, (sample + 1) * branch.width)]
        : [1];
      const first = [0, 2, 5][group]!;
      expect(routed.answers["animal"]!.labels[sample]).toBe(first + within.indexOf(Math.max(...within)));
    }
    model.dispose();
  });

  it("keeps the samples' order whatever their order is", () => {
    const model = Model.build(understandGraph(cascadeSpec()).graph, { seed: 3 });
    const whole = model.predict(data).answers["animal"]!;
    const turned = Int32Array.from({ length: data.size }, (_, i) => (i * 37) % data.size);
    const column = data.inputs["features"]!.data;
    const features = new Float32Array(column.length);
    turned.forEach((from, to) => features.set(column.subarray(from * 4, from * 4 + 4), to * 4));
    const moved = model.predict(
      { ...data, inputs: { features: { shape: [4], data: features } }, labels: {} },
      { batchSize: 13 },
    ).answers["animal"]!;
    turned.forEach((from, to) => expect(moved.labels[to]).toBe(whole.labels[from]));
    model.dispose();
  });
});

describe("predict", () => {
  it("follows the labels where it is asked for oracle routing", () => {
    const model = Model.build(understandGraph(cascadeSpec()).graph, { seed: 3 });
    const data = animals(40);
    const { taken } = model.predict(data, { routing: "labels" }).routes["animal"]!;
    const groups = [0, 0, 1, 1, 1, 2];
    expect([...taken]).toEqual([...data.labels["animal"]!].map((label) => groups[label]));
    model.dispose();
  });

  it("answers for one sample, and for none", () => {
    const model = Model.build(understandGraph(cascadeSpec()).graph, { seed: 3 });
    expect(model.predict(animals(1)).answers["animal"]!.labels).toHaveLength(1);
    expect(model.predict(animals(0)).answers["animal"]!.labels).toHaveLength(0);
    model.dispose();
  });

  it("draws nothing and changes no weight: the network is built once", () => {
    const model = Model.build(understandGraph(cascadeSpec()).graph, { seed: 3 });
    const before = model.hostWeights();
    const [first, second] = [model.predict(animals(20)), model.predict(animals(20))];
    expect(second).toEqual(first);
    expect(model.hostWeights()).toEqual(before);
    model.dispose();
  });

  it("tells the layers of its branches that nothing trains: no dropout, and statistics as they were learnt", async () => {
    const spec = cascadeSpec({ batchSize: 16, epochs: 1, optimizer: { type: "sgd", learningRate: 1e-30 } });
    const route = spec.nodes["animal"] as RouteNode;
    const branch = (layers: StackItem[]): StackItem[] => [...layers, { type: "head", target: "animal" }];
    const noisy = branch([{ type: "dropout", rate: 0.9 }, "batchNormalization"]);
    const build = (layers: StackItem[]): Model => {
      const animal = { ...route, branches: { "*": layers } };
      return Model.build(understandGraph({ ...spec, nodes: { ...spec.nodes, animal } }).graph, { seed: 3 });
    };
    const model = build(noisy);
    await train(model, animals(60));
    const statistics = (of: Model) => [...of.hostWeights()].filter(([path]) => path.includes("moving"));
    const learnt = statistics(model);
    expect(learnt).toHaveLength(4);
    for (const [path, { data }] of learnt)
      expect([...data], path).not.toEqual([...data].fill(path.endsWith("Mean") ? 0 : 1));
    const plain = build(branch(["batchNormalization"]));
    plain.setHostWeights(model.hostWeights());
    expectClose(model.predict(animals(20)), plain.predict(animals(20)));
    expect(statistics(model)).toEqual(learnt);
    model.dispose();
    plain.dispose();
  });

  it("marks the samples for which a branch did not run", () => {
    const model = Model.build(understandGraph(cascadeSpec()).graph, { seed: 3 });
    const prediction = model.predict(animals(40));
    const { taken } = prediction.routes["animal"]!;
    const fish = prediction.heads["animal/fish"]!;
    taken.forEach((branch, sample) => expect(Number.isNaN(fish.values[sample * 3]!)).toBe(branch !== 1));
    model.dispose();
  });

  it("leaves no tensor behind", () => {
    const before = tf.memory().numTensors;
    const model = Model.build(understandGraph(cascadeSpec()).graph, { seed: 3 });
    model.predict(animals(40));
    model.predict(animals(40), { branches: "all", batchSize: 7 });
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("data that does not fit is refused", () => {
  const build = (): Model => Model.build(understandGraph(cascadeSpec()).graph, { seed: 3 });
  const data = animals(5);

  it.each([
    ["a missing input", { ...data, inputs: {} }, /no input "features"; its inputs: none/],
    [
      "another shape",
      { ...data, inputs: { features: { shape: [5], data: new Float32Array(25) } } },
      /has the shape \[5\], the network expects \[4\]/,
    ],
    [
      "ids for numbers",
      { ...data, inputs: { features: { shape: [4], data: new Int32Array(20) } } },
      /is int32, not float32/,
    ],
    [
      "a number that is not finite",
      { ...data, inputs: { features: { shape: [4], data: new Float32Array(20).fill(NaN, 9) } } },
      /row 2 of the input "features" holds NaN/,
    ],
    [
      "too few rows",
      { ...data, inputs: { features: { shape: [4], data: new Float32Array(16) } } },
      /4 rows for 5/,
    ],
    [
      "a label out of range",
      { ...data, labels: { animal: Int32Array.of(0, 1, 2, 6, 0) } },
      /sample 3 has the label 6 for "animal", which has 6 classes/,
    ],
    [
      "too few labels",
      { ...data, labels: { animal: Int32Array.of(0) } },
      /1 labels of "animal" for 5 samples/,
    ],
  ])("%s", (_, wrong, message) => {
    const before = tf.memory().numTensors;
    const model = build();
    expect(() => model.predict(wrong)).toThrow(message);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
