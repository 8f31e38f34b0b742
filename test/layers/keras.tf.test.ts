import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import { applyActivation, applyLayer } from "../../src/layers";
import { expectKeras, keras, tensorOf, type LayerCase } from "../fixtures/keras-layers";
import { tensorflow } from "../fixtures/tensorflow-layers";
import { language } from "../kinds";

const cases = [...keras.layers, ...tensorflow.layers];

beforeAll(async () => {
  await useBackend();
});

/** The positions of the trainable weights. */
function trainable({ layer, weights }: LayerCase): number[] {
  const all = weights.map((_, i) => i);
  return layer.type === "batchNormalization" ? all.slice(0, -2) : all;
}

describe("layers are those of Keras: values, gradients, moving statistics", () => {
  it.each(cases.map((testCase) => [testCase.name, testCase] as const))("%s", (_, testCase) => {
    tf.tidy(() => {
      const integers = testCase.layer.type === "embedding";
      const inputs = testCase.inputs.map((input) =>
        tensorOf(input, input.dtype ?? (integers ? "int32" : "float32")),
      );
      const weights = testCase.weights.map((weight) => tensorOf(weight));
      let updates: ReadonlyMap<number, tf.Tensor> = new Map();
      const real = inputs.filter(({ dtype }) => dtype === "float32");
      const xs = [...real, ...trainable(testCase).map((i) => weights[i]!)];
      const forward = () => {
        const context = { training: testCase.training, random: () => randomStream(1, "none") };
        const result = applyLayer(testCase.layer, inputs, weights, context);
        result.updates?.forEach((update) => tf.keep(update));
        updates = result.updates ?? updates;
        value = tf.keep(tf.clone(result.value));
        return tf.sum(tf.mul(result.value, tensorOf(testCase.upstream)));
      };
      let value = tf.scalar(NaN) as tf.Tensor;
      if (xs.length === 0) forward();
      const { grads } = xs.length === 0 ? { grads: [] } : tf.engine().gradients(forward, xs, undefined, true);
      expectKeras("value", value, testCase.value);
      expect(value.dtype).toBe(testCase.value.dtype ?? "float32");
      value.dispose();
      const expected = [...testCase.inputGradients, ...testCase.weightGradients];
      expect(grads.length).toBe(expected.length);
      expected.forEach((gradient, i) => {
        if (gradient) expectKeras(`gradient ${i}`, grads[i]!, gradient);
        else expect(grads[i], `no gradient ${i}`).toBeUndefined();
      });
      expect([...updates.keys()].map(String)).toEqual(Object.keys(testCase.updates));
      updates.forEach((update, i) => {
        expectKeras(`update of weight ${i}`, update, testCase.updates[i]!);
        update.dispose();
      });
    });
  });

  it("covers every kind of layer", () => {
    expect(new Set(cases.map(({ layer }) => layer.type))).toEqual(language.layers);
  });
});

describe("activations are those of Keras", () => {
  it.each(keras.activations.map((testCase) => [testCase.name, testCase] as const))("%s", (name, testCase) => {
    tf.tidy(() => {
      const x = tensorOf(testCase.x);
      const upstream = tensorOf(testCase.upstream);
      const gradient = tf.grad((x) => tf.sum(tf.mul(applyActivation(name, x), upstream)));
      expectKeras("value", applyActivation(name, x), testCase.value);
      expectKeras("gradient", gradient(x), testCase.gradient);
    });
  });

  it("covers every activation", () => {
    expect(new Set(keras.activations.map(({ name }) => name))).toEqual(language.activations);
  });
});
