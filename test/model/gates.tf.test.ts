import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import type { Dataset } from "../../src/data/dataset";
import { Model, understandGraph } from "../../src/model";
import type { GraphSpec } from "../../src/spec";
import { train } from "../../src/train";
import { animals, cascadeSpec, CLASSES } from "../specs";

beforeAll(async () => {
  await useBackend();
});

const build = (spec: GraphSpec, seed = 3): Model => Model.build(understandGraph(spec).graph, { seed });
const hidden = { type: "dense", units: 8, activation: "relu" } as const;

/** A gate of one logit over two branches; the second branch's head has one logit too. */
function binarySpec(decode: "greedy" | "joint"): GraphSpec {
  return {
    inputs: { features: { shape: [4] } },
    targets: {
      animal: { classes: CLASSES },
      wet: { groups: "animal", classes: { dry: ["ant", "bee", "yak", "cod"], wet: ["eel", "pike"] } },
    },
    nodes: {
      wet: {
        from: "features",
        layers: [hidden, { type: "head", target: "wet", loss: "binaryCrossentropy" }],
      },
      animal: {
        type: "route",
        from: "features",
        by: "wet",
        decode,
        branches: {
          dry: [hidden, { type: "head", target: "animal", within: "dry" }],
          wet: [hidden, { type: "head", target: "animal", within: "wet", loss: "binaryCrossentropy" }],
        },
      },
    },
    training: { batchSize: 16, epochs: 15, optimizer: { type: "adam", learningRate: 0.02 } },
  };
}

describe("a gate of one logit", () => {
  const data = animals(90);
  const members = [
    [0, 1, 5, 2],
    [3, 4],
  ];

  it("routes, and answers by what its heads say", async () => {
    const model = build(binarySpec("greedy"));
    await train(model, data);
    const { heads, routes, answers } = model.predict(data);
    const { taken, gate } = routes["animal"]!;
    expect(new Set(taken).size).toBe(2);
    taken.forEach((branch, sample) => {
      expect(gate![2 * sample]! + gate![2 * sample + 1]!).toBeCloseTo(1, 6);
      expect(branch).toBe(gate![2 * sample + 1]! > 0.5 ? 1 : 0);
      const head = heads[["animal/dry", "animal/wet"][branch]!]!;
      const own = [...head.values.subarray(sample * head.width, (sample + 1) * head.width)];
      expect(answers["animal"]!.labels[sample]).toBe(members[branch]![own.indexOf(Math.max(...own))]);
    });
    model.dispose();
  });

  it("gives under joint decoding p(group) p(class | group)", () => {
    const model = build(binarySpec("joint"));
    const { heads, answers, routes } = model.predict(data);
    const gate = routes["animal"]!.gate!;
    for (let sample = 0; sample < data.size; sample++) {
      const expected = new Float32Array(6);
      members.forEach((classes, group) => {
        const head = heads[["animal/dry", "animal/wet"][group]!]!;
        classes.forEach((label, i) => {
          expected[label] = gate[2 * sample + group]! * head.values[sample * head.width + i]!;
        });
      });
      const row = answers["animal"]!.probabilities.subarray(sample * 6, sample * 6 + 6);
      expected.forEach((p, label) => expect(row[label]).toBeCloseTo(p, 6));
      expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    }
    model.dispose();
  });

  it.each(["greedy", "joint"] as const)("learns (%s)", async (decode) => {
    const model = build(binarySpec(decode));
    await train(model, animals(400));
    const test = animals(200, { seed: 9 });
    const { labels } = model.predict(test).answers["animal"]!;
    const right = labels.filter((label, sample) => label === test.labels["animal"]![sample]).length;
    expect(right / test.size).toBeGreaterThan(0.9);
    model.dispose();
  });
});

/** A head over the merged answer, beside the gate and the branches. */
function overAnswer(decode: "greedy" | "joint"): GraphSpec {
  const spec = cascadeSpec(
    { batchSize: 16, epochs: 2, optimizer: { type: "sgd", learningRate: 0.1 } },
    decode,
  );
  return {
    ...spec,
    targets: { ...spec.targets, price: { shape: [1] } },
    nodes: { ...spec.nodes, price: { type: "head", from: "animal", target: "price" } },
  };
}

describe("what stands on a merged answer", () => {
  const data: Dataset = animals(49);
  const priced: Dataset = {
    ...data,
    labels: { ...data.labels, price: Float32Array.from(data.labels["animal"]!, (label) => label / 5) },
  };

  it.each(["greedy", "joint"] as const)("trains with it (%s), also by batches of one", async (decode) => {
    for (const batchSize of [16, 1]) {
      const spec = overAnswer(decode);
      const model = build({ ...spec, training: { ...spec.training, batchSize } });
      const { history } = await train(model, priced);
      expect(Object.keys(history[0]!.figures)).toContain("price/loss");
      expect(Object.values(history.at(-1)!.figures).every(Number.isFinite)).toBe(true);
      model.dispose();
    }
  });

  it("sees in training what it sees in prediction", async () => {
    const spec = overAnswer("joint");
    const model = build({
      ...spec,
      training: { batchSize: 49, epochs: 1, optimizer: { type: "sgd", learningRate: 1e-30 } },
    });
    const { values } = model.predict(priced).heads["price"]!;
    const labels = priced.labels["price"]!;
    const expected = values.reduce((sum, value, i) => sum + (value - labels[i]!) ** 2, 0) / values.length;
    const { history } = await train(model, priced);
    expect(history[0]!.figures["price/loss"]).toBeCloseTo(expected, 5);
    model.dispose();
  });
});

describe("a route on a route", () => {
  /** By tag, then by gate on what the tag's branches gave; the last branch takes the first route's value as it is. */
  const spec: GraphSpec = {
    tags: { source: ["left", "right"] },
    inputs: { features: { shape: [4] } },
    targets: cascadeSpec().targets,
    nodes: {
      view: {
        type: "route",
        from: "features",
        by: { tag: "source" },
        branches: { left: [hidden, { type: "batchNormalization" }], right: [hidden] },
      },
      group: { type: "head", from: "view", target: "group" },
      mixed: {
        type: "route",
        by: "group",
        branches: {
          insect: { from: "view", layers: [hidden] },
          fish: { from: "view", layers: [hidden] },
          mammal: { from: "view" },
        },
      },
      animal: { type: "head", from: "mixed", target: "animal" },
    },
    training: { batchSize: 16, epochs: 25, optimizer: { type: "adam", learningRate: 0.02 } },
  };
  const tagged = (data: Dataset, tag: (sample: number) => number): Dataset => ({
    ...data,
    tags: { source: Int32Array.from({ length: data.size }, (_, sample) => tag(sample)) },
  });

  it("keeps the order: each sample alone gives what it gives in a batch", () => {
    const model = build(spec);
    const data = tagged(animals(30), (sample) => sample % 2);
    const together = model.predict(data).answers["animal"]!.probabilities;
    const alone = model.predict(data, { batchSize: 1 }).answers["animal"]!.probabilities;
    const everywhere = model.predict(data, { branches: "all" }).answers["animal"]!.probabilities;
    together.forEach((p, i) => {
      expect(alone[i]).toBeCloseTo(p, 5);
      expect(everywhere[i]).toBeCloseTo(p, 5);
    });
    model.dispose();
  });

  it("learns", async () => {
    const model = build(spec);
    await train(
      model,
      tagged(animals(400), (sample) => sample % 2),
    );
    const test = tagged(animals(200, { seed: 9 }), (sample) => (sample + 1) % 2);
    const { labels } = model.predict(test).answers["animal"]!;
    const right = labels.filter((label, sample) => label === test.labels["animal"]![sample]).length;
    expect(right / test.size).toBeGreaterThan(0.9);
    model.dispose();
  });

  it("leaves the branch that no sample's tag names as it was, statistics included", async () => {
    const model = build(spec);
    const before = model.hostWeights();
    await train(
      model,
      tagged(animals(60), () => 1),
    );
    for (const [path, { data }] of model.hostWeights()) {
      const moved = data.some((value, i) => value !== before.get(path)!.data[i]);
      if (path.startsWith("view/left")) expect(moved, path).toBe(false);
      if (path.startsWith("view/right")) expect(moved, path).toBe(true);
    }
    model.dispose();
  });
});
