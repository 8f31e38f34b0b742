import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { dataKey } from "../../src/data/data-key";

it("is what runs files of version 2 hold: SHA-256 over size, inputs, labels and tags in their order", () => {
  const data = {
    size: 2,
    inputs: { x: { shape: [2], data: Float32Array.of(1, 2, 3, 4) } },
    labels: { y: Int32Array.of(0, -1) },
    tags: { source: Int32Array.of(1, 0) },
  };
  const byHand = createHash("sha256")
    .update(`2["input","x",[2]]`)
    .update(Buffer.from("0000803f000000400000404000008040", "hex"))
    .update(`["labels","y"]`)
    .update(Buffer.from("00000000ffffffff", "hex"))
    .update(`["tags","source"]`)
    .update(Buffer.from("0100000000000000", "hex"));
  expect(dataKey(data)).toBe(byHand.copy().digest("hex"));
  byHand.update(`["tagValues",[["source",["a","b"]]]]`);
  expect(dataKey({ ...data, tagValues: { source: ["a", "b"] } })).toBe(byHand.digest("hex"));
});

it("takes a part of a longer array as what it is", () => {
  const whole = Float32Array.of(9, 1, 2, 9);
  const key = (data: Float32Array) =>
    dataKey({ size: 2, inputs: { x: { shape: [1], data } }, labels: {}, tags: {} });
  expect(key(whole.subarray(1, 3))).toBe(key(Float32Array.of(1, 2)));
});
