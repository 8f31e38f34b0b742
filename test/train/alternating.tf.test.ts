import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import { Model, understandGraph } from "../../src/model";
import type { AlternateSpec, GraphSpec } from "../../src/spec";
import { train } from "../../src/train";
import { dataTypesSpec } from "../specs";

beforeAll(async () => {
  await useBackend();
});

function spec(alternate: AlternateSpec, epochs = 1): GraphSpec {
  return dataTypesSpec(
    ["float", "int"],
    { units: 16, ids: 20, activation: "relu" },
    { optimizer: { type: "adam", learningRate: 0.01 }, batchSize: 16, epochs, alternate },
  );
}

/** The score of a vector is its mean, the score of an id is a fixed number for each. `types` are the tag's values. */
function scores(types: readonly number[]): Dataset {
  const random = randomStream(1, "scores");
  const table = Array.from({ length: 20 }, () => random.normal());
  const vectors: number[] = [];
  const ids: number[] = [];
  const vectorRow = new Int32Array(types.length).fill(-1);
  const idRow = new Int32Array(types.length).fill(-1);
  const score = Float32Array.from(types, (type, sample) => {
    if (type === 0) {
      const vector = Array.from({ length: 10 }, () => random.normal());
      vectorRow[sample] = vectors.length / 10;
      vectors.push(...vector);
      return vector.reduce((a, b) => a + b) / 10;
    }
    const id = random.below(20);
    idRow[sample] = ids.length;
    ids.push(id);
    return table[id]!;
  });
  return {
    size: types.length,
    inputs: {
      vector: { shape: [10], data: Float32Array.from(vectors), rows: vectorRow },
      id: { shape: [], data: Int32Array.from(ids), rows: idRow },
    },
    labels: { score },
    tags: { dataType: Int32Array.from(types) },
  };
}

const mixed = scores(Array.from({ length: 200 }, (_, i) => (i % 3 === 0 ? 1 : 0)));

describe("branches by data type", () => {
  it.each<AlternateSpec>([
    { by: { tag: "dataType" }, schedule: "roundRobin" },
    { by: { tag: "dataType" }, schedule: "proportional", alpha: 0.5 },
    { by: { tag: "dataType" }, schedule: "blocks" },
    { by: { tag: "dataType" }, schedule: "random" },
    { by: { tag: "dataType" }, inactiveShare: 0.2 },
  ])("learn under %j", async (alternate) => {
    const model = Model.build(understandGraph(spec(alternate, 40)).graph);
    const { history } = await train(model, mixed);
    expect(history[0]!.figures["loss"]).toBeGreaterThan(0.3);
    expect(history.at(-1)!.figures["loss"]).toBeLessThan(0.05);
    model.dispose();
  });

  it("move only the active branch and what is shared", async () => {
    for (const [type, own, other] of [
      [0, "features/float", "features/int"],
      [1, "features/int", "features/float"],
    ] as const) {
      const model = Model.build(understandGraph(spec({ by: { tag: "dataType" } })).graph);
      const before = model.hostWeights();
      await train(model, scores(Array.from({ length: 16 }, () => type)));
      for (const [path, { data }] of model.hostWeights()) {
        const moved = data.some((value, i) => value !== before.get(path)!.data[i]);
        if (path.startsWith(other)) expect(moved, path).toBe(false);
        if (path.startsWith(own) || path.startsWith("score")) expect(moved, path).toBe(true);
      }
      model.dispose();
    }
  });

  it("keep the samples' order in a mixed batch", () => {
    const model = Model.build(understandGraph(spec({ by: { tag: "dataType" } })).graph);
    const whole = model.predict(mixed).heads["score"]!.values;
    for (const branch of [0, 1]) {
      const samples = [...mixed.tags["dataType"]!].flatMap((type, sample) =>
        type === branch ? [sample] : [],
      );
      const { vector, id } = mixed.inputs;
      const part: Dataset = {
        size: samples.length,
        inputs: {
          vector: { ...vector!, rows: Int32Array.from(samples, (sample) => vector!.rows![sample]!) },
          id: { ...id!, rows: Int32Array.from(samples, (sample) => id!.rows![sample]!) },
        },
        labels: {},
        tags: { dataType: Int32Array.from(samples, () => branch) },
      };
      const alone = model.predict(part).heads["score"]!.values;
      samples.forEach((sample, row) => expect(alone[row]).toBeCloseTo(whole[sample]!, 6));
    }
    model.dispose();
  });
});
