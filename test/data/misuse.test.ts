/* What TypeScript refuses and plain JavaScript lets through. */
import { describe, expect, it } from "vitest";
import { contactSheet, fromArrays, loadData, loadFolder, loadIdx, loadTable } from "../../src/data";
import { EspalierError } from "../../src/errors";

/** What a cell of plain JavaScript can pass. */
const any = (value?: unknown): never => value as never;
const samples = fromArrays({ inputs: { image: { shape: [1, 1, 1], data: new Float32Array(2) } } });

describe("a call without what it needs", () => {
  it.each<[string, () => unknown, RegExp]>([
    ["no file of a table", () => loadTable(any(), any()), /^loadTable needs the path of a file.* undefined/],
    [
      "no options of a table",
      () => loadTable("a.csv", any()),
      /^loadTable needs options \{ columns, label \}/,
    ],
    ["no columns", () => loadTable("a.csv", any({ label: "b" })), /^loadTable needs columns/],
    ["no label", () => loadTable("a.csv", any({ columns: ["a"] })), /^loadTable needs a label/],
    [
      "a misspelt option",
      () => loadTable("a.csv", any({ colums: ["a"] })),
      /has no option "colums"; .*columns/,
    ],
    ["no folder", () => loadFolder(any()), /^loadFolder needs the path of a folder/],
    ["a misspelt size", () => loadFolder("a", any({ sizes: [2, 2] })), /^loadFolder has no option "sizes"/],
    ["no files", () => loadIdx(any()), /^loadIdx needs \{ images, labels \}/],
    ["no labels", () => loadIdx(any({ images: "a" })), /^loadIdx needs the path of a file of labels/],
    [
      "no place",
      () => loadData({ format: "synthetic" }, undefined, any()),
      /^loadData needs a third argument/,
    ],
    ["no spec", () => loadData(any(), undefined, { folder: "." }), /^\//],
    [
      "a slip in a spec",
      () => loadData(any({ format: "synthetic", sise: 8 }), undefined, { folder: "." }),
      /size/,
    ],
    ["no samples to show", () => contactSheet(any()), /^contactSheet needs samples, and this is undefined/],
    ["a misspelt row", () => contactSheet(samples, any({ row: 1 })), /^contactSheet has no option "row"/],
  ])("%s", async (_, call, message) => {
    const failed: unknown = await Promise.resolve()
      .then(call)
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(EspalierError);
    expect((failed as EspalierError).message).toMatch(message);
  });
});
