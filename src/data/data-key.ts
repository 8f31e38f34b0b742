/* The samples of a dataset as a hash: the same key means the same samples. */
import { createHash } from "node:crypto";
import { bytesOf } from "../files";
import type { Dataset } from "./dataset";

/** The SHA-256, as hexadecimal digits, of all samples of a dataset: inputs, labels and tags, and what tags stand for. */
export function dataKey({ size, inputs, labels, sampleWeights = {}, tags, tagValues }: Dataset): string {
  const hash = createHash("sha256");
  hash.update(String(size));
  for (const [name, { shape, data, rows, lengths }] of Object.entries(inputs)) {
    hash.update(JSON.stringify(["input", name, shape])).update(bytesOf(data));
    if (rows) hash.update(bytesOf(rows));
    if (lengths) hash.update(JSON.stringify(["lengths", name])).update(bytesOf(lengths));
  }
  for (const [kind, columns] of Object.entries({ labels, tags, sampleWeights })) {
    for (const [name, values] of Object.entries(columns)) {
      hash.update(JSON.stringify([kind, name])).update(bytesOf(values));
    }
  }
  // What the numbers of a tag stand for. Those of classes were brought into the order of the network before.
  if (tagValues) hash.update(JSON.stringify(["tagValues", Object.entries(tagValues)]));
  return hash.digest("hex");
}
