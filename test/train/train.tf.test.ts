import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import type { Dataset } from "../../src/data/dataset";
import { Model, understandGraph, type HostWeights } from "../../src/model";
import type { GraphSpec } from "../../src/spec";
import { NumericError, train, type ProgressSink } from "../../src/train";
import { animals, cascadeSpec, sharedSpec } from "../specs";
import { stopAfter } from "./interrupted";

let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-train-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const build = (spec: GraphSpec, seed = 1): Model => Model.build(understandGraph(spec).graph, { seed });

function changed(before: HostWeights, after: HostWeights): string[] {
  return [...before].flatMap(([path, { data }]) =>
    data.every((value, i) => value === after.get(path)!.data[i]) ? [] : [path],
  );
}

describe("training", () => {
  it.each([
    ["cascade", cascadeSpec()],
    ["shared backbone", sharedSpec()],
    [
      "alternating",
      sharedSpec({
        batchSize: 16,
        epochs: 6,
        optimizer: { type: "adam", learningRate: 0.02 },
        alternate: {},
      }),
    ],
  ])("%s learns what was not in the training data", async (_, spec) => {
    const model = build(spec);
    const { history, stopped } = await train(model, animals(400));
    expect(stopped).toBe("finished");
    const losses = history.map((record) => record.figures["loss"]!);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    const test = animals(200, { seed: 9 });
    const { labels } = model.predict(test).answers["animal"]!;
    const right = labels.filter((label, sample) => label === test.labels["animal"]![sample]).length;
    expect(right / test.size).toBeGreaterThan(0.9);
    model.dispose();
  });

  it("gives the same numbers for the same seed, and others for another", async () => {
    const weights: HostWeights[] = [];
    for (const seed of [5, 5, 6]) {
      const model = build(cascadeSpec(), seed);
      await train(model, animals(60));
      weights.push(model.hostWeights());
      model.dispose();
    }
    expect(changed(weights[0]!, weights[1]!)).toEqual([]);
    expect(changed(weights[0]!, weights[2]!)).not.toEqual([]);
  });

  it("leaves no tensor behind", async () => {
    const model = build(cascadeSpec());
    const before = tf.memory().numTensors;
    await train(model, animals(60), { validation: animals(20, { seed: 2 }) });
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });
});

describe("only what took part moves", () => {
  it("a phase changes what it trains and nothing else", async () => {
    const model = build(cascadeSpec({ phases: [{ name: "fish", train: ["animal/fish"], epochs: 1 }] }));
    const before = model.hostWeights();
    await train(model, animals(40));
    const moved = changed(before, model.hostWeights());
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.every((path) => path.startsWith("animal/fish/"))).toBe(true);
    model.dispose();
  });

  it("a head without labels and its branch stay untouched", async () => {
    const model = build(sharedSpec());
    const before = model.hostWeights();
    await train(model, animals(60, { without: ["cod", "eel", "pike"] }));
    const moved = changed(before, model.hostWeights());
    expect(moved.some((path) => path.startsWith("insect"))).toBe(true);
    expect(moved.filter((path) => path.startsWith("fish"))).toEqual([]);
    model.dispose();
  });

  it("a branch that starts late takes a fresh optimiser's first step", async () => {
    const learningRate = 0.01;
    const model = build(
      sharedSpec({
        batchSize: 8,
        epochs: 30,
        optimizer: { type: "adam", learningRate },
        alternate: { schedule: "roundRobin" },
      }),
    );
    // Thirty epochs without fish, then one step in which fish take part for the first time.
    const early = animals(40, { without: ["cod", "eel", "pike"] });
    const onlyFish = animals(8, { without: ["ant", "bee", "yak"] });
    await train(model, early);
    const before = model.hostWeights();
    const once = build(
      sharedSpec({
        batchSize: 8,
        epochs: 1,
        optimizer: { type: "adam", learningRate },
        alternate: { schedule: "roundRobin" },
      }),
    );
    once.setHostWeights(before);
    await train(once, onlyFish);
    const bias = once.hostWeights().get("fish/bias")!.data;
    // Adam's first step is the learning rate in the direction of the gradient's sign.
    bias.forEach((value, i) => {
      expect(Math.abs(value - before.get("fish/bias")!.data[i]!)).toBeCloseTo(learningRate, 4);
    });
    model.dispose();
    once.dispose();
  });
});

describe("odd data", () => {
  it("trains with a class missing, and with batches of one", async () => {
    const spec = cascadeSpec();
    const model = build({ ...spec, training: { ...spec.training, batchSize: 1 } });
    const { history } = await train(model, animals(24, { without: ["eel"] }));
    expect(history.every(({ figures }) => Object.values(figures).every(Number.isFinite))).toBe(true);
    model.dispose();
  });

  it("refuses data without labels for a head that is to learn", async () => {
    const model = build(cascadeSpec());
    const data = animals(20);
    await expect(train(model, { ...data, labels: { anmal: data.labels["animal"]! } })).rejects.toThrow(
      /no labels for the head group, which phase "gate" trains; give labels of "group" or "animal" .*the data has anmal/,
    );
    model.dispose();
  });

  it("says which phase has no sample with a label", async () => {
    const model = build(cascadeSpec());
    const before = tf.memory().numTensors;
    await expect(train(model, animals(30, { without: ["cod", "eel", "pike"] }))).rejects.toThrow(
      /phase "fish" has no sample with a label for animal\/fish/,
    );
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it("names the step and the node where a number is not finite, and keeps the weights from before", async () => {
    const model = build(cascadeSpec({ optimizer: { type: "sgd", learningRate: 1e30 }, epochs: 3 }));
    const before = tf.memory().numTensors;
    const error = await train(model, animals(40)).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(NumericError);
    const { step, node, message } = error as NumericError;
    expect(step).toBeGreaterThan(0);
    expect(message).toContain(`step ${step}, ${node}`);
    for (const { data } of model.hostWeights().values()) expect(data.every(Number.isFinite)).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });
});

describe("interrupted and resumed", () => {
  const data: Dataset = animals(100);
  const spec = cascadeSpec({
    batchSize: 16,
    validationSplit: 0.2,
    earlyStopping: { monitor: "val/loss", patience: 2 },
    optimizer: { type: "adam", learningRate: 0.02 },
    phases: [
      { name: "gate", train: ["group"], epochs: 3 },
      { name: "fish", train: ["animal/fish"], epochs: 3 },
    ],
  });
  const figures = (result: { history: readonly { figures: object }[] }): object[] =>
    result.history.map((one) => one.figures);

  it.each([1, 5, 7, 16, 18])(
    "after step %i it ends in the numbers of an uninterrupted run",
    async (steps) => {
      const straight = build(spec);
      const expected = await train(straight, data);

      const checkpoint = join(folder, `run-${steps}.safetensors`);
      const first = build(spec);
      const stopped = await train(first, data, { checkpoint, ...stopAfter(steps) });
      expect(stopped).toMatchObject({ stopped: "interrupted", steps });
      const second = build(spec, 1);
      const resumed = await train(second, data, { checkpoint });
      expect(resumed).toMatchObject({ stopped: "finished", steps: expected.steps });
      expect(figures(resumed)).toEqual(figures(expected));
      expect(changed(straight.hostWeights(), second.hostWeights())).toEqual([]);

      // A finished run is not run again.
      const third = build(spec);
      expect(figures(await train(third, data, { checkpoint }))).toEqual(figures(expected));
      expect(changed(straight.hostWeights(), third.hostWeights())).toEqual([]);
      for (const model of [straight, first, second, third]) model.dispose();
    },
  );

  it("keeps what was learnt", async () => {
    const model = build(spec);
    const before = model.hostWeights();
    await train(model, data, stopAfter(2));
    expect(changed(before, model.hostWeights())).not.toEqual([]);
    model.dispose();
  });

  it("stops at Ctrl+C", async () => {
    const model = build(cascadeSpec({ phases: [{ name: "gate", train: ["group"], epochs: 10_000 }] }));
    const progress: ProgressSink = {
      update: ({ done }) => {
        if (done === 3) process.kill(process.pid, "SIGINT");
      },
      end: () => undefined,
    };
    const { stopped, steps } = await train(model, data, { progress });
    expect(stopped).toBe("interrupted");
    expect(steps).toBeLessThan(70_000);
    model.dispose();
  });

  it("refuses a checkpoint of another run", async () => {
    const checkpoint = join(folder, "other.safetensors");
    const model = build(spec);
    await train(model, data, { checkpoint, ...stopAfter(2) });
    await expect(train(model, animals(100, { seed: 8 }), { checkpoint })).rejects.toThrow(
      /another run: its network, data, .* or training options are not these; .* name another file/,
    );
    model.dispose();
  });
});

describe("early stopping", () => {
  it("stops when patience is used up and puts back the best epoch", async () => {
    const model = build(
      sharedSpec({
        batchSize: 8,
        epochs: 60,
        optimizer: { type: "adam", learningRate: 0.2 },
        earlyStopping: { monitor: "val/loss", patience: 3 },
      }),
    );
    const validation = animals(60, { seed: 4 });
    const { history } = await train(model, animals(60), { validation });
    expect(history.length).toBeLessThan(60);
    const losses = history.map(({ figures }) => figures["val/loss"]!);
    const best = Math.min(...losses);
    expect(losses.indexOf(best)).toBe(losses.length - 4);

    const again = build(sharedSpec({ epochs: 1, optimizer: { type: "sgd", learningRate: 1e-30 } }));
    again.setHostWeights(model.hostWeights());
    const check = await train(again, animals(8), { validation });
    expect(check.history[0]!.figures["val/loss"]).toBeCloseTo(best, 5);
    model.dispose();
    again.dispose();
  });

  it("counts of a head what it names, here nothing", async () => {
    const spec = sharedSpec({ epochs: 1, validationSplit: 0.2 });
    spec.nodes["group"] = { type: "head", from: "trunk", target: "group", metrics: [] };
    const model = build(spec);
    const [first] = (await train(model, animals(60))).history;
    const names = Object.keys(first!.figures);
    expect(names).toEqual(
      expect.arrayContaining(["group/loss", "fish/accuracy", "accuracy", "val/accuracy"]),
    );
    expect(names).not.toContain("group/accuracy");
    expect(names).not.toContain("val/group/accuracy");
    model.dispose();
  });

  it("records the figures of every head, for training and validation", async () => {
    const model = build(
      sharedSpec({ epochs: 2, earlyStopping: { monitor: "val/loss" }, validationSplit: 0.2 }),
    );
    const { history } = await train(model, animals(60));
    expect(Object.keys(history[0]!.figures).sort()).toEqual(
      ["", "fish/", "group/", "insect/"]
        .flatMap((head) => [`${head}accuracy`, `${head}loss`, `val/${head}accuracy`, `val/${head}loss`])
        .sort(),
    );
    model.dispose();
  });
});
