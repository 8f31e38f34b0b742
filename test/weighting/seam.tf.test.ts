/* What every weighting can rely on, tried with one that is made for it: a factor for each head, learned. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { decodeTensors, encodeSealed } from "../../src/files";
import { Model, understandGraph } from "../../src/model";
import type { GraphSpec } from "../../src/spec";
import { train } from "../../src/train";
import { weightings, type Weighting } from "../../src/weighting";
import { numberOf } from "../../src/weighting/weighting";
import { animals, sharedSpec } from "../specs";
import { interrupted, stopAfter } from "../train/interrupted";

/** sum of f · loss + f² for a learned f that starts at 0.5. */
const toy: Weighting = {
  learns: { factor: 0.5 },
  combine: (terms, learned) =>
    tf.addN(
      terms.map(({ head, loss, share }) => {
        const factor = numberOf(learned, head, "factor");
        return tf.mul<tf.Scalar>(tf.add(tf.mul(factor, loss), tf.square(factor)), share * head.weight);
      }),
    ),
};

const table: Record<string, unknown> = weightings;
const { fixed } = weightings;
let folder = "";
let file = "";
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-weighting-"));
  file = join(folder, "run.safetensors");
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => (table["fixed"] = () => toy));
afterEach(() => {
  table["fixed"] = fixed;
  rmSync(file, { force: true });
});

const build = (spec: GraphSpec): Model => Model.build(understandGraph(spec).graph, { seed: 1 });

/** What a run has learned after so many steps, from its checkpoint. */
async function learnedAfter(steps: number, spec: GraphSpec, data = animals(40)) {
  const model = build(spec);
  await train(model, data, { checkpoint: file, ...stopAfter(steps) });
  model.dispose();
  const { tensors, metadata } = decodeTensors(readFileSync(file), file);
  const learned = [...tensors].filter(([name]) => name.startsWith("weighting/"));
  return {
    learned: Object.fromEntries(learned.map(([name, { data }]) => [name, data[0]])),
    names: [...tensors.keys()],
    clocks: JSON.parse(metadata["clocks"]!) as Record<string, number>,
  };
}

const factor = (head: string): string => `weighting/${head}/factor`;

describe("what a weighting learns", () => {
  it("moves by the phase's optimiser, each number with a clock and a state of its own", async () => {
    const { learned, names, clocks } = await learnedAfter(2, sharedSpec());
    expect(Object.keys(learned)).toEqual(["group", "insect", "fish"].map(factor));
    for (const value of Object.values(learned)) expect(value).not.toBe(0.5);
    expect(clocks[factor("group")]).toBe(2);
    expect(names).toContain(`slots/1/${factor("group")}`);
    expect(names).not.toContain(`weights/${factor("group")}`);
  });

  it("stays where its head has no label in the step", async () => {
    const onlyFish = animals(40, { without: ["ant", "bee", "yak"] });
    const { learned, clocks } = await learnedAfter(3, sharedSpec(), onlyFish);
    expect(learned[factor("insect")]).toBe(0.5);
    expect(clocks[factor("insect")]).toBeUndefined();
    expect(learned[factor("fish")]).not.toBe(0.5);
  });

  it("is no part of the network, and begins afresh with each phase", async () => {
    const phases = ["first", "second"].map((name) => ({ name, train: ["**"], epochs: 1 }));
    const data = animals(40);
    const spec = sharedSpec({ batchSize: 40, optimizer: { type: "sgd", learningRate: 1e-3 }, phases });
    const [first, second] = [await learnedAfter(1, spec, data), await learnedAfter(2, spec, data)];
    for (const { learned, clocks } of [first, second]) {
      expect(clocks[factor("group")]).toBe(1);
      expect(learned[factor("group")]).toBeLessThan(0.5 - 1e-3);
    }
    // A step of each phase leads to nearly the same place: the second did not go on where the first had come to.
    expect(second.learned[factor("group")]).toBeCloseTo(first.learned[factor("group")]!, 3);
    expect(second.learned).not.toEqual(first.learned);
    rmSync(file);
    const model = build(spec);
    expect([...model.weights.keys()].filter((path) => path.startsWith("weighting"))).toEqual([]);
    const before = tf.memory().numTensors;
    await train(model, data);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it.each([3, 6, 8])("resumed after step %i ends in the numbers of a run in one go", async (steps) => {
    const spec = sharedSpec({ batchSize: 16, epochs: 3, earlyStopping: { monitor: "loss", patience: 9 } });
    const { once, resumed } = await interrupted(spec, animals(60), steps);
    expect(resumed.result.history.map(({ figures }) => figures)).toEqual(
      once.result.history.map(({ figures }) => figures),
    );
    expect([...resumed.weights]).toEqual([...once.weights]);
  });

  it("must be in a checkpoint to the last number", async () => {
    await learnedAfter(2, sharedSpec());
    const { tensors, metadata } = decodeTensors(readFileSync(file), file);
    Reflect.deleteProperty(metadata, "sha256");
    tensors.delete(factor("fish"));
    writeFileSync(file, encodeSealed(tensors, metadata));
    const model = build(sharedSpec());
    await expect(train(model, animals(40), { checkpoint: file })).rejects.toThrow(
      `lacks the tensor ${factor("fish")}`,
    );
    model.dispose();
  });
});

describe("a weighting of gradients", () => {
  /** The weights after three steps whose shared gradients become one so; and how many tensors are left over. */
  async function weightsAfter(combineGradients: Weighting["combineGradients"]) {
    table["fixed"] = () => ({ ...fixed({ type: "fixed" }), combineGradients });
    const model = build(
      sharedSpec({ batchSize: 20, epochs: 1, optimizer: { type: "sgd", learningRate: 0.1 } }),
    );
    const start = new Map([...model.hostWeights()].map(([path, { data }]) => [path, [...data]]));
    const before = tf.memory().numTensors;
    await train(model, animals(60));
    expect(tf.memory().numTensors).toBe(before);
    const end = new Map([...model.hostWeights()].map(([path, { data }]) => [path, [...data]]));
    model.dispose();
    return { start, end };
  }

  /** `factor` times the sum of the heads' gradients, of each variable that several reach. */
  const times =
    (factor: number): NonNullable<Weighting["combineGradients"]> =>
    (shared) => {
      const paths = [...new Set(shared.flatMap(({ gradients }) => [...gradients.keys()]))];
      return new Map(
        paths.map((path) => {
          const all = shared.flatMap(({ gradients }) => gradients.get(path) ?? []);
          return [path, tf.mul(tf.addN(all), factor)];
        }),
      );
    };

  it("that sums them trains as the sum of the losses does", async () => {
    const [plain, summed] = [await weightsAfter(undefined), await weightsAfter(times(1))];
    for (const [path, values] of plain.end)
      values.forEach((value, i) => expect(summed.end.get(path)![i]).toBeCloseTo(value, 5));
    expect(summed.end).not.toEqual(summed.start);
  });

  it("decides how the shared variables move, and no others", async () => {
    const { start, end } = await weightsAfter(times(0));
    const moved = [...start].filter(([path, values]) => String(end.get(path)) !== String(values));
    expect(moved.map(([path]) => path.split("/")[0])).toEqual(
      [...start.keys()].map((path) => path.split("/")[0]).filter((node) => node !== "trunk"),
    );
    expect(moved.length).toBeLessThan(start.size);
  });
});
