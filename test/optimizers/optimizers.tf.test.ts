import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { initialSlots, optimizerRule } from "../../src/optimizers";
import type { Optimizer } from "../../src/optimizers/rule";
import { slotsOf } from "../../src/graph/optimizers";
import type { OptimizerSpec } from "../../src/spec/language";
import type { NormalOptimizer } from "../../src/spec/normal";
import { normalOptimizer } from "../../src/spec/normalise/defaults";
import { language } from "../kinds";
import { drawValues } from "../gradients";

beforeAll(async () => {
  await useBackend();
});

const specs: NormalOptimizer[] = (
  [
    { type: "adam" },
    { type: "adam", amsgrad: true },
    { type: "sgd" },
    { type: "momentum", nesterov: true },
    { type: "adamW", weightDecay: 0.1 },
    { type: "rmsprop" },
    { type: "rmsprop", centered: true, momentum: 0.5 },
    { type: "adagrad" },
    { type: "lion", weightDecay: 0.1 },
  ] satisfies OptimizerSpec[]
).map((spec) => normalOptimizer({ ...spec, learningRate: 0.1 }));

describe("an optimiser's step", () => {
  it("is looked at for every optimiser", () => {
    expect(new Set(specs.map(({ type }) => type))).toEqual(language.optimizers);
  });

  it.each(specs)("of $type is pure: it changes nothing that it gets and leaves nothing behind", (spec) => {
    const rule = optimizerRule(spec);
    const before = tf.memory().numTensors;
    const value = tf.tensor(drawValues(6, "value"), [2, 3]);
    const gradient = tf.tensor(drawValues(6, "gradient"), [2, 3]);
    const slots = initialSlots(rule, [2, 3]);
    const first = rule.update(value, gradient, slots, rule.scalars(1, 0.1));
    const second = rule.update(value, gradient, slots, rule.scalars(1, 0.1));
    expect(value.dataSync()).toEqual(drawValues(6, "value"));
    expect(gradient.dataSync()).toEqual(drawValues(6, "gradient"));
    for (const slot of slots) expect([...slot.dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(second.value.dataSync()).toEqual(first.value.dataSync());
    expect(first.value.shape).toEqual([2, 3]);
    expect(first.slots.map(({ shape }) => shape)).toEqual(rule.slots.map(() => [2, 3]));
    tf.dispose([value, gradient, ...slots, first.value, ...first.slots, second.value, ...second.slots]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("of Adam is as long for a variable that starts late as for one that starts first: the clock is its own", () => {
    tf.tidy(() => {
      const rule = optimizerRule(specs[0]!);
      const start = tf.zeros([3]);
      const { value } = rule.update(
        start,
        tf.tensor1d([5, -0.01, 0.3]),
        initialSlots(rule, [3]),
        rule.scalars(1, 0.1),
      );
      // A first step has the length of the learning rate, whatever the gradient's size.
      expect([...value.dataSync()].map((x) => Number(x.toFixed(4)))).toEqual([-0.1, 0.1, -0.1]);
    });
  });

  it.each(specs)("of $type takes from the clock only what comes in by name", (spec) => {
    tf.tidy(() => {
      const rule = optimizerRule(spec);
      const late = rule.scalars(7, 0.1);
      const step = (times: number) => {
        const scalars = Object.fromEntries(
          Object.entries(late).map(([name, value]) => [name, times * value]),
        );
        return (
          rule.update(tf.scalar(1), tf.scalar(0.5), initialSlots(rule, []), scalars).value.dataSync()[0]! - 1
        );
      };
      expect(step(2)).toBeCloseTo(2 * step(1), 6);
    });
  });

  it("of Adam is corrected for the clock on the host, as Kingma and Ba's section 2 has it", () => {
    const rule = optimizerRule(specs[0]!);
    for (const clock of [1, 2, 1000]) {
      expect(rule.scalars(clock, 0.1)["rate"]).toBe(
        (0.1 * Math.sqrt(1 - 0.999 ** clock)) / (1 - 0.9 ** clock),
      );
    }
  });

  it.each(specs)("of $type takes a variable of one number", (spec) => {
    tf.tidy(() => {
      const rule = optimizerRule(spec);
      const { value } = rule.update(
        tf.scalar(1),
        tf.scalar(0.5),
        initialSlots(rule, []),
        rule.scalars(1, 0.1),
      );
      expect(value.shape).toEqual([]);
      expect(value.dataSync()[0]).toBeLessThan(1);
    });
  });
});

describe("what an optimiser remembers", () => {
  it("is said once: a rule of another number of tensors does not compile", () => {
    const pair: Optimizer<"adam"> = () => ({
      scalars: () => ({}),
      update: (value, _, slots) => ({ value, slots }),
    });
    const none: Optimizer<"sgd"> = () => ({
      scalars: () => ({}),
      // @ts-expect-error plain descent remembers nothing
      update: (value) => ({ value, slots: [value] }),
    });
    expect(specs.map((spec) => slotsOf(spec).join())).toEqual([
      "momentum,velocity",
      "momentum,velocity,largest",
      "",
      "momentum",
      "momentum,velocity",
      "velocity",
      "velocity,average,momentum",
      "sum",
      "momentum",
    ]);
    expect([typeof pair, typeof none]).toEqual(["function", "function"]);
  });
});
