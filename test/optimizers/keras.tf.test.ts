import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, it } from "vitest";
import { useBackend } from "../../src/backend";
import { scheduledAt } from "../../src/graph/scheduled";
import { initialSlots, optimizerRule } from "../../src/optimizers";
import { normalOptimizer } from "../../src/spec/normalise/defaults";
import { expectKeras, keras, tensorOf } from "../fixtures/keras-layers";

beforeAll(async () => {
  await useBackend();
});

describe("optimisers are those of Keras, over five steps", () => {
  it.each(keras.optimizers.map((testCase) => [JSON.stringify(testCase.optimizer), testCase] as const))(
    "%s",
    (_, testCase) => {
      tf.tidy(() => {
        const rule = optimizerRule(normalOptimizer(testCase.optimizer));
        testCase.start.forEach((start, variable) => {
          let value = tensorOf(start);
          let slots: readonly tf.Tensor[] = initialSlots(rule, value.shape);
          testCase.values.forEach((expected, step) => {
            const gradient = tensorOf(testCase.gradients[step]![variable]!);
            ({ value, slots } = rule.update(
              value,
              gradient,
              slots,
              rule.scalars(step + 1, scheduledAt(rule.learningRate, step)),
            ));
            expectKeras(`variable ${variable} after step ${step + 1}`, value, expected[variable]!);
          });
        });
      });
    },
  );
});
