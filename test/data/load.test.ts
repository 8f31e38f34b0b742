import path from "node:path";
import { describe, expect, test } from "vitest";
import { encodeIdx } from "../../src/data/idx";
import { expandPath, loadData } from "../../src/data/load";
import { flatPng } from "./png";
import { temporaryFolder } from "./temporary";

const { at, put } = temporaryFolder();
const task = { target: "kind", classes: ["cat", "dog"] };

describe("loadData", () => {
  test("names input and labels by the task, and takes paths from the folder and the environment", async () => {
    put("set/images", encodeIdx({ shape: [2, 1, 1], data: Uint8Array.of(0, 255) }));
    put("set/labels", encodeIdx({ shape: [2], data: Uint8Array.of(1, 0) }));
    const spec = { format: "idx", images: "${SET}/images", labels: "set/labels" } as const;
    const loaded = await loadData(spec, { ...task, input: "pixel" }, { folder: at(), env: { SET: "set" } });
    expect(loaded).toEqual({
      size: 2,
      inputs: { pixel: { shape: [1, 1, 1], data: Float32Array.of(0, 1) } },
      labels: { kind: Int32Array.of(1, 0) },
      tags: {},
      classes: { kind: ["cat", "dog"] },
    });
  });

  test("reads each format", async () => {
    put("pets/cat/1.png", flatPng(3, 3));
    put("pets/dog/1.png", flatPng(4, 4));
    const options = { folder: at() };
    const pets = await loadData({ format: "folder", path: "pets", size: [2, 2], channels: 1 }, task, options);
    expect(pets.inputs["image"]!.shape).toEqual([2, 2, 1]);
    expect(pets.labels["kind"]).toEqual(Int32Array.of(0, 1));

    put("pets.csv", "kind,size\ndog,2\n");
    const table = await loadData(
      { format: "table", path: "pets.csv", columns: ["size"], label: "kind" },
      task,
      options,
    );
    expect([table.inputs["image"]!.data[0], table.labels["kind"]![0]]).toEqual([2, 1]);

    const drawn = await loadData(
      { format: "synthetic", samples: 3, size: 16 },
      { target: "breed", classes: ["pug", "siamese"] },
      options,
    );
    expect(drawn.size).toBe(3);
    expect(drawn.inputs["image"]!.shape).toEqual([16, 16, 3]);
    expect(drawn.classes).toEqual({ breed: ["pug", "siamese"] });
  });

  test("without a task, the labels are called label and the source names the classes", async () => {
    put("two/b/1.png", flatPng(2, 2));
    put("two/a/1.png", flatPng(2, 2));
    const loaded = await loadData({ format: "folder", path: "two" }, undefined, { folder: at() });
    expect(loaded.classes).toEqual({ label: ["a", "b"] });
  });

  test("says which variable is not set", async () => {
    const spec = { format: "folder", path: "${ESPALIER_DATA}/pets" } as const;
    for (const env of [{}, { ESPALIER_DATA: "" }])
      await expect(loadData(spec, task, { folder: at(), env })).rejects.toThrow(
        '/data/path "${ESPALIER_DATA}/pets": the environment variable ESPALIER_DATA is not set; set it',
      );
  });
});

describe("expandPath", { timeout: 120_000 }, () => {
  test("looks at a path once, however many variables begin in it", () => {
    const text = "${".repeat(500_000);
    expect(expandPath(text, { folder: "/", env: {} }, "/data/path")).toBe(`/${text}`);
  });

  const options = { folder: "/here", env: { A: "/abs", B: "b" } };
  test.each([
    ["${A}/x", "/abs/x"],
    ["${B}/${B}", "/here/b/b"],
    ["../x", "/x"],
    ["$A/{B}", "/here/$A/{B}"],
  ])("%s", (text, expected) => {
    expect(expandPath(text, options, "/data/path")).toBe(path.resolve(expected));
  });
});
