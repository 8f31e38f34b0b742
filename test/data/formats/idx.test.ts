import { describe, expect, test } from "vitest";
import { EspalierError } from "../../../src/errors";
import { encodeIdx, type IdxArray } from "../../../src/data/idx";
import { loadIdx } from "../../../src/data/formats/idx";
import { realData } from "../real-data";
import { temporaryFolder } from "../temporary";

const { put } = temporaryFolder();
let files = 0;
function pair(images: IdxArray, labels: IdxArray) {
  files++;
  return {
    images: put(`${files}/images`, encodeIdx(images)),
    labels: put(`${files}/labels`, encodeIdx(labels)),
  };
}
const images = { shape: [2, 1, 3], data: Uint8Array.of(0, 51, 255, 1, 2, 3) };
const labels = { shape: [2], data: Uint8Array.of(1, 0) };

describe("loadIdx", () => {
  test("makes bytes float32 from 0 to 1, of shape [height, width, 1]", async () => {
    const loaded = await loadIdx(pair(images, labels), ["no", "yes"]);
    expect(loaded.shape).toEqual([1, 3, 1]);
    expect(loaded.data).toEqual(Float32Array.of(0, 51 / 255, 1, 1 / 255, 2 / 255, 3 / 255));
    expect(loaded.labels).toEqual(Int32Array.of(1, 0));
    expect(loaded.classes).toEqual(["no", "yes"]);
  });

  test("keeps channels and stored floats; without classes, any label from 0", async () => {
    const colour = { shape: [1, 1, 1, 3], data: Float64Array.of(0, 0.5, 1) };
    const loaded = await loadIdx(pair(colour, { shape: [1], data: Int32Array.of(99) }));
    expect(loaded).toEqual({ shape: [1, 1, 3], data: Float32Array.of(0, 0.5, 1), labels: Int32Array.of(99) });
  });

  const cases: [string, IdxArray, IdxArray, string][] = [
    [
      "counts that differ",
      images,
      { shape: [3], data: Uint8Array.of(0, 0, 0) },
      "there are 3 labels for 2 images",
    ],
    [
      "a label out of range",
      images,
      { shape: [2], data: Uint8Array.of(0, 2) },
      "sample 1 has the label 2; the 2 classes are numbered 0 to 1: no and yes",
    ],
    ["a negative label", images, { shape: [2], data: Int8Array.of(-1, 0) }, "sample 0 has the label -1"],
    ["swapped files", labels, images, "images are an array of rank 3 or 4, and this has the shape [2]"],
    [
      "images as labels",
      images,
      images,
      "labels are a list of whole numbers, and this is an array of shape [2, 1, 3]",
    ],
    [
      "floats as labels",
      images,
      { shape: [2], data: Float32Array.of(0, 1) },
      "labels are a list of whole numbers",
    ],
    ["no images", { shape: [0, 28, 28], data: new Uint8Array(0) }, labels, "there are no images"],
    ["signed images", { shape: [2, 1, 1], data: Int16Array.of(1, 2) }, labels, "these are signed integers"],
    ["floats past 1", { shape: [2, 1, 1], data: Float32Array.of(1, 2) }, labels, "sample 1 has a pixel of 2"],
    ["NaN", { shape: [2, 1, 1], data: Float32Array.of(NaN, 0) }, labels, "sample 0 has a pixel of NaN"],
  ];
  test.each(cases)("refuses %s", async (_, someImages, someLabels, message) => {
    const loading = loadIdx(pair(someImages, someLabels), ["no", "yes"]);
    await expect(loading).rejects.toThrow(EspalierError);
    await expect(loading).rejects.toThrow(message);
  });

  const fashion = realData("fashion-900");
  test.skipIf(!fashion)("reads Fashion-MNIST (needs ESPALIER_TEST_DATA/fashion-900)", async () => {
    const loaded = await loadIdx({
      images: `${fashion!}/images-idx3-ubyte.gz`,
      labels: `${fashion!}/labels-idx1-ubyte.gz`,
    });
    expect(loaded.shape).toEqual([28, 28, 1]);
    expect(loaded.data.length).toBe(900 * 784);
    const counts = new Array<number>(10).fill(0);
    for (const label of loaded.labels) counts[label]!++;
    expect(counts).toEqual(new Array<number>(10).fill(90));
    const mean = loaded.data.reduce((sum, value) => sum + value, 0) / loaded.data.length;
    expect(mean).toBeGreaterThan(0.2);
    expect(mean).toBeLessThan(0.4);
  });

  const mnist = realData("mnist-10k");
  test.skipIf(!mnist)("reads MNIST's test images (needs ESPALIER_TEST_DATA/mnist-10k)", async () => {
    const loaded = await loadIdx({
      images: `${mnist!}/images-idx3-ubyte.gz`,
      labels: `${mnist!}/labels-idx1-ubyte.gz`,
    });
    expect(loaded.labels.slice(0, 10)).toEqual(Int32Array.of(7, 2, 1, 0, 4, 1, 4, 9, 5, 9));
    expect(loaded.data.length).toBe(10_000 * 784);
  });
});
