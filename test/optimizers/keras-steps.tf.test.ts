/* Optimisers of variables that take part in some steps only, against an optimiser of Keras for each of them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { settingsByPath } from "../../src/graph/plan/settings";
import type { OptimizerSpec } from "../../src/spec/language";
import { normalOptimizer } from "../../src/spec/normalise/defaults";
import { OptimizerState } from "../../src/train/optimizer-state";
import { language } from "../kinds";

type Numbers = readonly number[];

interface Case {
  readonly optimizer: OptimizerSpec;
  /** After each step, one variable after another. */
  readonly values: readonly Numbers[];
}

interface Fixture {
  readonly stepsOfEpoch: number;
  readonly starts: Readonly<Record<string, Numbers>>;
  readonly gradients: readonly Readonly<Record<string, Numbers>>[];
  readonly cases: readonly Case[];
}

const keras = JSON.parse(
  readFileSync(join(__dirname, "../fixtures/keras-optimizers.json"), "utf8"),
) as Fixture;

beforeAll(async () => {
  await useBackend();
});

const tensors = (values: Readonly<Record<string, Numbers>>): Map<string, tf.Tensor> =>
  new Map(Object.entries(values).map(([path, numbers]) => [path, tf.tensor1d([...numbers])]));

/** The values after each step, as Keras' stand in the fixture. */
function ownValues(spec: OptimizerSpec): number[][] {
  const optimizer = normalOptimizer(spec);
  const state = OptimizerState.of({
    optimizer,
    settings: settingsByPath(optimizer, spec.by ?? {}, Object.keys(keras.starts)),
  });
  const after: number[][] = [];
  tf.tidy(() => {
    let weights = tensors(keras.starts);
    keras.gradients.forEach((gradients, step) => {
      const updated = state.update(weights, tensors(gradients), { epochs: step / keras.stepsOfEpoch });
      weights = new Map([...weights, ...updated]);
      after.push([...weights.values()].flatMap((value) => [...value.dataSync()]));
    });
  });
  state.dispose();
  return after;
}

describe("optimisers are those of Keras, over fifty steps in which not every variable takes part", () => {
  it.each(keras.cases.map((one) => [JSON.stringify(one.optimizer), one] as const))("%s", (_, one) => {
    const before = tf.memory().numTensors;
    const own = ownValues(one.optimizer);
    expect(one.values).toHaveLength(50);
    one.values.forEach((expected, step) =>
      expected.forEach((value, i) => {
        const off = Math.abs(own[step]![i]! - value);
        expect(off, `number ${i} after step ${step + 1}`).toBeLessThan(2e-6 + 1e-5 * Math.abs(value));
      }),
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  it("covers every optimiser", () => {
    expect(new Set(keras.cases.map(({ optimizer }) => optimizer.type))).toEqual(language.optimizers);
  });

  it("a variable that takes no part stays as it is to the last bit, without decay too", () => {
    const own = ownValues({ type: "adamW", weightDecay: 0.5 });
    keras.gradients.forEach((gradients, step) => {
      if ("b" in gradients) return;
      expect(own[step]!.slice(3)).toEqual(own[step - 1]!.slice(3));
    });
  });
});
