import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { useBackend } from "../../src/backend";

const wanted = process.env["ESPALIER_BACKEND"];

test("the backend that the environment names runs, says so in one line, and computes a gradient", async () => {
  const info = await useBackend();
  expect(info.name).toBe(wanted);
  expect(tf.getBackend()).toBe(wanted === "native" ? "tensorflow" : "wasm");
  expect(info.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(info.threads).toBeGreaterThan(0);
  expect(info.notice.split("\n")).toHaveLength(1);
  const gradient = tf.grad((x) => tf.sum(tf.square(x)))(tf.tensor1d([1, -2, 3]));
  expect([...gradient.dataSync()]).toEqual([2, -4, 6]);
});

test("asking again costs nothing and changes nothing", async () => {
  const first = await useBackend();
  expect(await useBackend()).toBe(first);
  expect(await useBackend(first.name)).toBe(first);
});

test("loading leaves no handler behind that would end the process at a rejected promise", async () => {
  const before = ["uncaughtException", "unhandledRejection"].map((event) => process.listenerCount(event));
  await useBackend("wasm");
  const after = ["uncaughtException", "unhandledRejection"].map((event) => process.listenerCount(event));
  expect(after).toEqual(before);
});

test("tensors move along when the backend changes", async () => {
  await useBackend();
  const x = tf.tensor1d([1, 2, 3]);
  await useBackend("wasm");
  expect([...tf.add(x, 1).dataSync()]).toEqual([2, 3, 4]);
  await useBackend("cpu");
  expect(tf.getBackend()).toBe("cpu");
  expect([...tf.add(x, 1).dataSync()]).toEqual([2, 3, 4]);
});
