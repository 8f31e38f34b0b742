import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { toBundle } from "../../../kernel-ext/kernel/src/display";
import { useBackend } from "../../../src/backend";

beforeAll(async () => {
  await useBackend();
});

async function data(value: tf.Tensor) {
  const before = tf.memory().numTensors;
  const shown = await toBundle(value);
  expect(tf.memory().numTensors).toBe(before);
  return shown!.data;
}

const text = async (value: tf.Tensor) => (await data(value))["text/plain"];

describe("tensors", () => {
  test.each([
    [() => tf.scalar(0.1), "Tensor float32 []\n0.1"],
    [() => tf.tensor1d([1, -2.5]), "Tensor float32 [2]\n[1, -2.5]"],
    [() => tf.tensor1d([1, 0], "bool"), "Tensor bool [2]\n[true, false]"],
    [() => tf.tensor1d(["a", 'b"']), 'Tensor string [2]\n["a", "b\\""]'],
    [() => tf.zeros([0, 3]), "Tensor float32 [0, 3]\n[]"],
    [
      () => tf.tensor2d([1, 10, 100, 1000], [2, 2], "int32"),
      "Tensor int32 [2, 2]\n[[   1,   10],\n [ 100, 1000]]",
    ],
    [() => tf.tensor3d([1, 2, 3, 4], [2, 1, 2]), "Tensor float32 [2, 1, 2]\n[[[1, 2]],\n [[3, 4]]]"],
    [() => tf.range(0, 100, 1, "int32"), "Tensor int32 [100]\n[0, 1, 2, …, 97, 98, 99]"],
  ])("show shape, kind and values: %o", async (make, expected) => {
    const tensor = make();
    expect(await text(tensor)).toBe(expected);
    tensor.dispose();
  });

  test.runIf(process.env.ESPALIER_BACKEND === "native")("of complex numbers show both parts", async () => {
    const tensor = tf.complex([1, 0], [-2, 0.5]);
    expect(await text(tensor)).toBe("Tensor complex64 [2]\n[1-2i, 0+0.5i]");
    tensor.dispose();
  });

  describe("of great size", () => {
    const shown = "Tensor int32 [100, 200]\n[0, 1, 2, 3, 4, 5, 6, 7, … 19992 more]";
    const make = () => tf.tidy(() => tf.reshape(tf.range(0, 20_000, 1, "int32"), [100, 200]));

    test("show the first values", async () => {
      const tensor = make();
      expect(await text(tensor)).toBe(shown);
      tensor.dispose();
    });

    test("are not fetched where a part can be cut off", async () => {
      const tensor = make();
      // As `@tensorflow/tfjs` puts methods on tensors; tfjs-core alone has none.
      const methods = {
        reshape: (shape: number[]) => {
          const flat = tf.reshape(tensor, shape);
          return Object.assign(flat, {
            slice: (begin: number[], size: number[]) => tf.slice(flat, begin, size),
          });
        },
        slice: () => expect.unreachable(),
        dataSync: () => expect.unreachable(),
      };
      expect(await text(Object.assign(tensor, methods))).toBe(shown);
      tensor.dispose();
    });
  });

  test("that are gone say so", async () => {
    const tensor = tf.scalar(1);
    tensor.dispose();
    expect(await text(tensor)).toBe("Tensor float32 [] (disposed)");
  });

  test("that are small matrices are tables too", async () => {
    const tensor = tf.tensor2d([[1, 2]]);
    expect((await data(tensor))["text/html"]).toMatch(/Tensor float32 \[1, 2\].*<table.*>2<\/td>/s);
    tensor.dispose();
  });

  test("that are variables say their name", async () => {
    const variable = tf.variable(tf.scalar(3), false, "step");
    expect(await text(variable)).toBe('Variable "step" float32 [], not trainable\n3');
    variable.dispose();
  });
});
