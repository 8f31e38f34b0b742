/* Kinds of one's own go through the same call: sound ones keep everything, and each slip is found where it is. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  checkNode,
  defineLoss,
  defineMetric,
  defineOptimizer,
  defineTurns,
  defineWeighting,
  SpecError,
  useBackend,
  type CheckedKind,
  type LabelledRows,
} from "../../src";

beforeAll(async () => {
  await useBackend();
});

const squares = (p: tf.Tensor, y: tf.Tensor) => tf.mean(tf.square(tf.sub(p, y)), 1);
const rows = { start: () => ({ sum: 0, all: 0 }), target: "values", better: "down" } as const;
interface Sums extends Record<string, number> {
  sum: number;
  all: number;
}
function add(state: Sums, { values, labels, width, mask }: LabelledRows): void {
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] !== 1) continue;
    state.all += width;
    for (let i = row * width; i < (row + 1) * width; i++) state.sum += (values[i]! - labels[i]!) ** 2;
  }
}
const total = (states: readonly Sums[], name: "sum" | "all") =>
  states.reduce((sum, one) => sum + one[name], 0);
const mean = (states: readonly Sums[]) =>
  total(states, "all") === 0 ? undefined : total(states, "sum") / total(states, "all");
const all = (batches: readonly number[]) =>
  batches.flatMap((count, turn) => Array.from({ length: count }, () => turn));
const descend = (value: tf.Tensor, gradient: tf.Tensor, rate: number) =>
  tf.sub(value, tf.mul(gradient, rate));

const loss = defineLoss("sound:loss", {
  options: { power: { type: "number", minimum: 1, default: 2 } },
  target: "values",
  forward: (p, y, { power }) => tf.mean(tf.pow(tf.add(tf.abs(tf.sub(p, y)), 0.01), power), 1),
});
const metric = defineMetric("sound:metric", { ...rows, update: add, value: mean });
const weighting = defineWeighting("sound:weighting", {
  options: { start: { type: "number", default: 0.5 } },
  learns: { log: 0 },
  combine: (terms, numbers, { start }) =>
    tf.addN(
      terms.map(({ head, loss: own, share }) => {
        const log = numbers.get(`weighting/${head.path}/log`)!;
        return tf.mul<tf.Scalar>(
          tf.add<tf.Scalar>(tf.mul(tf.exp(tf.neg(log)), own), tf.mul(log, start)),
          share,
        );
      }),
    ),
});
const turns = defineTurns("sound:turns", {
  options: { backwards: { type: "boolean", default: true } },
  drawn: false,
  order: ({ batches }, { backwards }) => (backwards ? all(batches).reverse() : all(batches)),
});
const optimizer = defineOptimizer("sound:optimizer", {
  slots: ["mean"],
  update(value, gradient, { mean: old }, { rate }) {
    const next = tf.add(tf.mul(old, 0.5), gradient);
    return { value: descend(value, next, rate), slots: { mean: next } };
  },
});

describe("sound kinds of one's own keep all that they promise:", () => {
  it.each<[string, CheckedKind]>([
    ["a loss", { loss: loss({ power: 1.5 }) }],
    ["a metric", { metric: metric() }],
    ["a weighting", { weighting: weighting({ start: 0.4 }) }],
    ["turns", { turns: turns({ backwards: false }) }],
    ["an optimiser", { optimizer: optimizer({ learningRate: 0.01 }) }],
  ])("%s", async (_, kind) => {
    const checked = await checkNode(kind);
    expect(checked.kept, String(checked)).toBe(true);
  });
});

const broken: readonly [what: string, promise: string, kind: () => CheckedKind][] = [
  ["a gradient twice too large", "gradients", () => ({
    loss: defineLoss("broken:gradient", {
      target: "values",
      forward: squares,
      gradient: (p, y) => tf.mul(tf.sub(p, y), 2),
    })(),
  })],
  ["a loss that rises towards the label", "the label costs least", () => ({
    loss: defineLoss("broken:sign", { target: "values", forward: (p, y) => tf.neg(squares(p, y)) })(),
  })],
  ["a loss that looks at the whole batch", "rows apart", () => ({
    loss: defineLoss("broken:batch", {
      target: "values",
      forward: (p, y) => tf.mean(tf.square(tf.sub(tf.sub(p, tf.mean(p, 0, true)), y)), 1),
    })(),
  })],
  ["a metric that counts rows without a label", "rows without a label", () => ({
    metric: defineMetric("broken:rows", {
      ...rows,
      update: (state: Sums, given) => { add(state, { ...given, mask: given.mask.length > 0 ? new Float32Array(given.mask.length).fill(1) : [] }); },
      value: mean,
    })(),
  })],
  ["a metric that is NaN of nothing", "nothing counted", () => ({
    metric: defineMetric("broken:nothing", {
      ...rows,
      update: add,
      value: (states: readonly Sums[]) => total(states, "sum") / total(states, "all"),
    })(),
  })],
  ["a metric of the last batch", "merged batches", () => ({
    metric: defineMetric("broken:last", {
      ...rows,
      update: (state: Sums, given) => { Object.assign(state, { sum: 0, all: 0 }); add(state, given); },
      value: mean,
    })(),
  })],
  ["a weighting that moves who is not there", "a head without a label", () => ({
    weighting: defineWeighting("broken:absent", {
      learns: { log: 0 },
      combine: (terms, numbers) =>
        tf.add<tf.Scalar>(
          tf.addN(terms.map(({ loss: own }) => own)),
          tf.addN([...numbers.values()].map((log) => tf.square(tf.sub<tf.Scalar>(log as tf.Scalar, 1)))),
        ),
    })(),
  })],
  ["a weighting that divides by a loss of 0", "total", () => ({
    weighting: defineWeighting("broken:zero", {
      learns: {},
      combine: (terms) => tf.addN(terms.map(({ loss: own }) => tf.log<tf.Scalar>(own))),
    })(),
  })],
  ["turns without samples", "order", () => ({
    turns: defineTurns("broken:order", {
      drawn: true,
      order: ({ batches }) => all(batches).map((_, step) => step % batches.length),
    })(),
  })],
  ["turns with wrong chances", "chances", () => ({
    turns: defineTurns("broken:chances", {
      drawn: true,
      order: ({ batches }) => all(batches),
      chances: ({ batches }) => batches.map(() => 1 / batches.length),
    })(),
  })],
  ["an optimiser with a clock for all", "same numbers again", () => {
    let steps = 0;
    return {
      optimizer: defineOptimizer("broken:clock", {
        update: (value, gradient, _, { rate }) => ({ value: descend(value, gradient, rate / ++steps) }),
      })(),
    };
  }],
  ["an optimiser that goes up", "against the gradient", () => ({
    optimizer: defineOptimizer("broken:up", {
      update: (value, gradient, _, { rate }) => ({ value: descend(value, gradient, -rate) }),
    })(),
  })],
  ["an optimiser that has its own rate", "a rate of 0", () => ({
    optimizer: defineOptimizer("broken:rate", {
      update: (value, gradient) => ({ value: descend(value, gradient, 0.01) }),
    })(),
  })],
  ["an optimiser that divides by the gradient", "finite numbers", () => ({
    optimizer: defineOptimizer("broken:finite", {
      update: (value, gradient, _, { rate }) => ({
        value: descend(value, tf.div(gradient, tf.abs(gradient)), rate),
      }),
    })(),
  })],
]; // prettier-ignore

describe("what is broken is found:", () => {
  it.each(broken)("%s", async (_, promise, kind) => {
    const before = tf.memory().numTensors;
    const checked = await checkNode(kind());
    expect(tf.memory().numTensors).toBe(before);
    expect(checked.kept).toBe(false);
    const wrong = checked.rows.flatMap(({ promise: name, kept }) => (kept === false ? [name] : []));
    expect(wrong, String(checked)).toContain(promise);
  });
});

describe("what is no kind is refused", () => {
  it.each<[string, unknown, RegExp]>([
    ["an unknown sort", { los: "huber" }, /this has the keys "los"; write one of \{ loss: … \}/],
    ["two at once", { loss: "huber", metric: "f1" }, /the keys "loss", "metric"/],
    ["a layer without shapes", { type: "dense", units: 2 }, /needs the shapes of a layer's inputs/],
  ])("%s", async (_, kind, message) => {
    await expect(checkNode(kind as CheckedKind)).rejects.toThrow(message);
  });

  it.each<[string, CheckedKind, RegExp]>([
    ["a misspelt loss", { loss: "hubr" as "huber" }, /did you mean "huber"/],
    [
      "a misspelt option",
      { optimizer: { type: "sgd", learningRat: 1 } as never },
      /did you mean "learningRate"/,
    ],
    ["a metric that nobody defined", { metric: "far:off" }, /defineMetric\("far:off"/],
  ])("%s, as in a spec", async (_, kind, message) => {
    await expect(checkNode(kind)).rejects.toThrow(SpecError);
    await expect(checkNode(kind)).rejects.toThrow(message);
  });
});
