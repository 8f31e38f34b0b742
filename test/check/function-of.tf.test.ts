/* A layer as a function of tensors: its values, its gradient, its weights by name. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { functionOf, gradcheck, useBackend } from "../../src";

beforeAll(async () => {
  await useBackend();
});

it("computes what the layer does, with weights as they start or as they are given", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([[3, 4]]);
    const given = functionOf(
      { type: "dense", units: 1 },
      { weights: { kernel: [1, 2], bias: tf.tensor1d([-1]) } },
    );
    expect([...given(x).dataSync()]).toEqual([10]);
    const values = (seed: number) => [...functionOf({ type: "dense", units: 2 }, { seed })(x).dataSync()];
    expect(values(1)).toEqual(values(1));
    expect(values(1)).not.toEqual(values(2));
    const dropped = (training: boolean) =>
      functionOf({ type: "dropout", rate: 0.5 }, { training })(tf.ones([1, 64]));
    expect([...dropped(false).dataSync()]).toEqual(Array(64).fill(1));
    expect([...dropped(true).dataSync()]).toEqual(expect.arrayContaining([0, 2]));
  });
});

it("has the layer's own gradient", async () => {
  const sum = functionOf("conditionalSum");
  tf.tidy(() => {
    const x = tf.tensor3d([1, 2, -5, 4], [1, 4, 1]);
    expect([...tf.grad(sum)(x).dataSync()]).toEqual([4, 3, 0, 1]);
  });
  expect((await gradcheck(sum, [{ shape: [2, 5, 2] }])).agrees).toBe(true);
});

it("names a weight that the layer has not", () => {
  const call = (layer: Parameters<typeof functionOf>[0]) => () =>
    tf.tidy(() => functionOf(layer, { weights: { kernle: [1] } })(tf.ones([1, 2])));
  expect(call({ type: "dense", units: 1 })).toThrow(
    /dense has no weight "kernle"; its weights are kernel, bias/,
  );
  expect(call("flatten")).toThrow(/flatten has no weight "kernle"; it has none/);
});
