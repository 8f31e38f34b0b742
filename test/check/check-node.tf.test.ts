/* checkNode finds each promise that a layer breaks, and only that one. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { checkNode, defineLayer, useBackend } from "../../src";
import { nativeIsInstalled } from "../../src/backend";

beforeAll(async () => {
  await useBackend();
});

const layer = {
  shape: ([x]: readonly [{ shape: readonly number[] }, ...unknown[]]) => x.shape,
  flops: () => 1,
  forward: ([x]: readonly [tf.Tensor, ...tf.Tensor[]]) => tf.mul(x, 2),
};
type Forward = (
  inputs: readonly [tf.Tensor, ...tf.Tensor[]],
  weights: Readonly<Record<string, tf.Tensor>>,
  options: object,
  context: { training: boolean; random: () => { next: () => number } },
) => tf.Tensor;

let calls = 0;
const kept: tf.Tensor[] = [];
const forwards: [string, string[], Forward][] = [
  ["nothing", [], ([x]) => tf.mul(x, 2)],
  [
    "a random number of its stream",
    [],
    ([x], _, __, { training, random }) => (training ? tf.mul(x, random().next()) : tf.add(x, 0)),
  ],
  ["a mean over the batch", ["batch of one", "rows apart"], ([x]) => tf.sub(x, tf.mean(x, 0, true))],
  ["a count of its calls", ["determinism", "gradients", "saved and opened"], ([x]) => tf.add(x, calls++ / 8)],
  [
    "a random number of its own",
    ["determinism", "gradients"],
    ([x], _, __, { training }) => (training ? tf.mul(x, 1 + calls++ / 8) : tf.add(x, 0)),
  ],
  ["an infinite value", ["shape", "nested, empty, trained"], ([x]) => tf.div(x, 0)],
  ["a condition on the batch", ["rows apart"], ([x]) => tf.mul(x, tf.step(tf.sum(x)))],
  ["a comparison on the tape", ["gradients"], ([x]) => tf.cast(tf.greater(x, 0), "float32")],
  [
    "a tensor that stays",
    ["nested, empty, trained"],
    ([x]) => {
      kept.push(tf.keep(tf.scalar(1)));
      return tf.mul(x, 2);
    },
  ],
];

it.each(forwards)("a layer with %s breaks %j", async (_, broken, forward) => {
  defineLayer("test:checked", { ...layer, forward: forward });
  const checked = await checkNode("test:checked", [[3]]);
  const found = checked.rows.filter((row) => row.kept === false).map(({ promise }) => promise);
  // What is not finite or not the same each time may break more.
  expect(found).toEqual(expect.arrayContaining(broken));
  if (broken.length < 2) expect(found).toEqual(broken);
  expect(checked.kept).toBe(broken.length === 0);
  tf.dispose(kept);
});

it("a wrong gradient, a wrong shape, another result on another backend", async () => {
  defineLayer("test:checked", { ...layer, gradient: (dy) => ({ inputs: [dy] }) });
  const gradient = await checkNode("test:checked", [[3]]);
  expect(gradient.rows.filter((row) => row.kept === false).map(({ promise }) => promise)).toEqual([
    "gradients",
  ]);
  expect(String(gradient)).toMatch(/gradients +NO +input 0, at inference: [\s\S]*Broken: gradients\./);

  defineLayer("test:checked", { ...layer, shape: () => [4] });
  const shape = await checkNode("test:checked", [[3]]);
  expect(shape.rows[0]).toMatchObject({ promise: "shape", kept: false });

  const { name } = await useBackend();
  const backend = tf.getBackend();
  defineLayer("test:checked", { ...layer, forward: ([x]) => tf.mul(x, tf.getBackend() === backend ? 2 : 3) });
  const backends = (await checkNode("test:checked", [[3]])).rows.find(
    ({ promise }) => promise === "backends",
  );
  expect(backends!.kept).toBe(nativeIsInstalled() ? false : undefined);
  expect((await useBackend()).name).toBe(name);
});
