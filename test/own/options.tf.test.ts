/* Options of losses, weightings, turns and optimisers of one's own; optimisers of one's own beside built-in ones. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  build,
  data,
  defineLoss,
  defineOptimizer,
  defineTurns,
  defineWeighting,
  openModel,
  saveModel,
  train,
  useBackend,
  type GraphSpec,
} from "../../src";
import { ownKindsOf } from "../../src/graph/own-kinds";
import { normaliseGraph } from "../../src/graph";
import { maskedLoss } from "../../src/losses";
import { checkGraph, formatProblem } from "../../src/spec";
import { graphOf } from "../graph/compile-spec";

beforeAll(async () => {
  await useBackend();
});

const quantile = defineLoss("option:quantile", {
  options: { level: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 } },
  target: "values",
  forward(p, y, { level }) {
    const short = tf.sub(y, p);
    return tf.mean(tf.add(tf.mul(tf.relu(short), level), tf.mul(tf.relu(tf.neg(short)), 1 - level)), 1);
  },
});
const times = defineWeighting("option:times", {
  options: { factor: { type: "number", default: 1 } },
  learns: {},
  combine: (terms, _, { factor }) => tf.mul(tf.addN(terms.map(({ loss }) => loss)), factor),
});
const asked: number[][] = [];
const every = defineTurns("option:every", {
  options: { first: { type: "integer", minimum: 0, default: 0 } },
  drawn: false,
  order({ batches }, { first }) {
    const order = batches.flatMap((count, turn) => Array.from({ length: count }, () => (turn + first) % 2));
    asked.push(order);
    return order;
  },
});
/** As the built-in momentum, which knows Nesterov's step besides. */
const heavy = defineOptimizer("option:heavy", {
  options: { inertia: { type: "number", minimum: 0, maximum: 1, default: 0.9 } },
  learningRate: 0.01,
  slots: ["step"],
  update(value, gradient, { step }, { rate }, { inertia }) {
    const next = tf.sub(tf.mul(step, inertia), tf.mul(gradient, rate));
    return { value: tf.add(value, next), slots: { step: next } };
  },
});
const clocks: number[] = [];
/** Rates by the variable's own clock. */
defineOptimizer("option:harmonic", {
  scalars(clock, rate) {
    clocks.push(clock);
    return { now: rate / clock };
  },
  update: (value, gradient, _, { now }) => ({ value: tf.sub(value, tf.mul(gradient, now)) }),
});

const spec = (training: GraphSpec["training"], loss?: ReturnType<typeof quantile>): GraphSpec => ({
  inputs: { x: { shape: [2] } },
  targets: { size: { shape: [1] }, kind: { classes: 2 } },
  nodes: {
    size: { type: "head", target: "size", ...(loss && { loss }) },
    kind: { type: "head", target: "kind", from: "x" },
  },
  training: { epochs: 3, batchSize: 2, ...training },
});
const samples = data.fromArrays({
  inputs: { x: [1, 2, 3, 4].map((i) => [i / 4, -i / 4]) },
  labels: { size: Float32Array.of(1, 2, 3, 4), kind: Int32Array.of(0, 1, -1, 1) },
  classes: { kind: ["0", "1"] },
});

async function trained(training: GraphSpec["training"], loss?: ReturnType<typeof quantile>) {
  const model = await build(spec(training, loss), { seed: 1 });
  const before = tf.memory().numTensors;
  await train(model, samples);
  expect(tf.memory().numTensors).toBe(before);
  const weights = [...model.hostWeights().values()].map(({ data: values }) => [...values]);
  model.dispose();
  return weights;
}

describe("options of one's own kinds", () => {
  it("reach a loss", () => {
    tf.tidy(() => {
      const [p, y] = [tf.tensor2d([0, 3], [2, 1]), tf.tensor2d([1, 1], [2, 1])];
      const mask = tf.tensor1d([1, 1]);
      const loss = maskedLoss(quantile({ level: 0.9 }), p, y, mask, "validMean");
      expect(loss.dataSync()[0]).toBeCloseTo((0.9 * 1 + 0.1 * 2) / 2, 6);
      const slope = tf.grad((x) => maskedLoss(quantile({ level: 0.9 }), x, y, mask, "validMean"))(p);
      [-0.45, 0.05].forEach((expected, i) => expect(slope.dataSync()[i]).toBeCloseTo(expected, 6));
    });
  });

  it("reach a weighting and turns", async () => {
    const optimizer = { type: "sgd", learningRate: 0.02 } as const;
    const half = await trained({ optimizer, weighting: times({ factor: 0.5 }) });
    const fixed = await trained({ optimizer: { type: "sgd", learningRate: 0.01 } });
    half.flat().forEach((weight, i) => expect(weight).toBeCloseTo(fixed.flat()[i]!, 6));
    await trained({ alternate: { schedule: every({ first: 1 }) }, epochs: 1 });
    expect(asked.at(-1)).toEqual([1, 1, 0, 0]);
  });

  it("are filled in, kept in the normal form, and asked for where there is no default", () => {
    const graph = graphOf(
      spec(
        {
          weighting: times(),
          alternate: { schedule: { type: "option:every" } },
          optimizer: "option:heavy",
        },
        quantile({ level: 0.1 }),
      ),
    );
    expect(graph.heads[0]!.loss).toEqual({ type: "option:quantile", level: 0.1 });
    const [phase] = graph.phases;
    expect(phase!.weighting).toEqual({ type: "option:times", factor: 1 });
    expect(phase!.alternation!.schedule).toEqual({ type: "option:every", first: 0 });
    expect(phase!.optimizer).toEqual({ type: "option:heavy", learningRate: 0.01, inertia: 0.9 });
    expect(ownKindsOf(graph)).toEqual({
      loss: ["option:quantile"],
      weighting: ["option:times"],
      optimizer: ["option:heavy"],
      turns: ["option:every"],
    });
    const bare = spec({});
    (bare.nodes["size"] as { loss?: string }).loss = "option:quantile";
    expect(checkGraph(bare).map((problem) => formatProblem(problem))).toEqual([
      expect.stringMatching(/^\/nodes\/size\/loss: .*"level"/),
    ]);
  });

  it.each<[string, GraphSpec["training"], RegExp]>([
    [
      "a weighting",
      { weighting: { type: "option:times", facter: 2 } },
      /weighting\/facter: .*did you mean "factor"/,
    ],
    [
      "turns",
      { alternate: { schedule: { type: "option:every", first: -1 } } },
      /schedule\/first: .*at least 0/,
    ],
    [
      "an optimiser",
      { optimizer: { type: "option:heavy", inertial: 1 } },
      /optimizer\/inertial: .*did you mean "inertia"/,
    ],
    ["its rate", { optimizer: { type: "option:heavy", learningRate: -1 } }, /optimizer\/learningRate: /],
    [
      "one variable's settings",
      { optimizer: { type: "option:heavy", by: { "size/**": { inertai: 0 } } } },
      /optimizer\/by\/size~1\*\*\/inertai: .*did you mean "inertia"/,
    ],
    [
      "an optimiser that nobody defined",
      { optimizer: "option:haevy" },
      /optimizer: .*did you mean "option:heavy"/,
    ],
  ])("misspelt options of %s are a problem at their place", (_, training, message) => {
    expect(checkGraph(spec(training)).map((problem) => formatProblem(problem))).toEqual([
      expect.stringMatching(message),
    ]);
  });

  it("no option may have the name of what every optimiser says, or of a schedule's draws", () => {
    const update = (value: tf.Tensor) => ({ value });
    const options = { clipNorm: { type: "number", default: 1 } } as const;
    expect(() => defineOptimizer("option:taken", { options, update })).toThrow(/cannot be called "clipNorm"/);
    expect(() =>
      defineTurns("option:taken", {
        options: { random: { type: "number", default: 1 } },
        drawn: false,
        order: () => [],
      }),
    ).toThrow(/cannot be called "random"/);
  });
});

describe("an optimiser of one's own", () => {
  const settings = {
    learningRate: { from: 0.05, to: 0.01, over: 3 },
    clipNorm: 0.5,
    globalClipNorm: 0.6,
  };
  it("is the built-in one that says the same, to the bit: schedules, clipping, settings by path, averages", async () => {
    const own = await trained({
      optimizer: heavy({ ...settings, by: { "kind/**": { inertia: 0.5 } } }),
      average: { decay: 0.5 },
    });
    const builtIn = await trained({
      optimizer: { type: "momentum", ...settings, by: { "kind/**": { momentum: 0.5 } } },
      average: { decay: 0.5 },
    });
    expect(own).toEqual(builtIn);
  });

  it("has a clock for each variable", async () => {
    const alternate = { schedule: "roundRobin" } as const;
    await trained({ optimizer: "option:harmonic", alternate, epochs: 1 });
    // Kernel and bias of one head, then of the other.
    expect(clocks).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
  });

  it("goes on from a checkpoint, and a saved model names it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "espalier-own-optimizer-"));
    try {
      const checkpoint = join(folder, "run.checkpoint");
      const training = { optimizer: heavy({ inertia: 0.8 }) };
      const model = await build(spec(training), { seed: 1 });
      const stop = new AbortController();
      let steps = 0;
      await train(model, samples, {
        checkpoint,
        signal: stop.signal,
        onStep: () => ++steps === 3 && stop.abort(),
      });
      model.dispose();
      const again = await build(spec(training), { seed: 1 });
      const { steps: all } = await train(again, samples, { checkpoint });
      expect([steps, all]).toEqual([3, 6]);
      expect([...again.hostWeights().values()].map(({ data: values }) => [...values])).toEqual(
        await trained(training),
      );
      await saveModel(again, join(folder, "model.safetensors"));
      const opened = openModel(join(folder, "model.safetensors"));
      expect(opened.graph.phases[0]!.optimizer).toMatchObject({ type: "option:heavy", inertia: 0.8 });
      opened.dispose();
      again.dispose();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("another definition of the same name is another run", async () => {
    const folder = mkdtempSync(join(tmpdir(), "espalier-own-optimizer-"));
    const define = (factor: number) =>
      defineOptimizer("option:changing", {
        options: { factor: { type: "number", default: factor } },
        update: (value) => ({ value }),
      });
    try {
      const checkpoint = join(folder, "run.checkpoint");
      const run = async () => {
        const model = await build(spec({ optimizer: "option:changing", epochs: 1 }));
        await train(model, samples, { checkpoint }).finally(() => {
          model.dispose();
        });
      };
      define(1);
      await run();
      define(2);
      await expect(run()).rejects.toThrow(/another/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("says where it gives back what it must not", async () => {
    defineOptimizer("option:flat", { update: (value) => ({ value: tf.sum(value) }) });
    defineOptimizer("option:forgets", { slots: ["mean"], update: (value) => ({ value: tf.add(value, 1) }) });
    for (const [optimizer, message] of [
      ["option:flat", /option:flat: update gave back float32 \[\] as its value/],
      ["option:forgets", /gave back nothing as its slot mean/],
    ] as const) {
      const model = await build(spec({ optimizer }));
      const before = tf.memory().numTensors;
      await expect(train(model, samples)).rejects.toThrow(message);
      expect(tf.memory().numTensors).toBe(before);
      model.dispose();
    }
  });

  it("stands in a spec as text too", () => {
    const { training } = normaliseGraph(spec({ optimizer: "option:heavy" }));
    expect(training.phases[0]!.optimizer.type).toBe("option:heavy");
  });
});
