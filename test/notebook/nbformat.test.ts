import { describe, expect, it } from "vitest";
import { formatNotebook } from "../../src/notebook/nbformat";
import { parseNotebook } from "../../src/notebook/parse-notebook";

const cell = { cell_type: "code", metadata: {}, source: ["a\n", "b"], outputs: [], execution_count: null };
const file = (content: object): string =>
  JSON.stringify({ nbformat: 4, nbformat_minor: 2, metadata: {}, cells: [], ...content });

describe("notebook files", () => {
  it("keep what they do not know and get ids where they have none, each its own", () => {
    const notebook = parseNotebook(
      file({
        extra: 1,
        cells: [
          { ...cell, id: "cell-2" },
          { ...cell, mine: true },
          { ...cell, id: "cell-2" },
        ],
      }),
      "n.ipynb",
    );
    expect(notebook.nbformat_minor).toBe(5);
    expect(notebook.cells.map(({ id }) => id)).toEqual(["cell-2", "cell-2-2", "cell-2-3"]);
    expect(notebook).toMatchObject({ extra: 1, cells: [{}, { mine: true }, {}] });
  });

  it("are written as Jupyter writes them: one space, sorted keys, texts as lines", () => {
    const output = {
      output_type: "display_data",
      data: { "text/plain": "x\ny", "image/png": "AA" },
      metadata: {},
    };
    const text = formatNotebook(
      parseNotebook(file({ cells: [{ ...cell, id: "a", outputs: [output] }] }), "n.ipynb"),
    );
    expect(text.startsWith('{\n "cells": [\n  {\n   "cell_type": "code",\n')).toBe(true);
    expect(text.endsWith('"nbformat": 4,\n "nbformat_minor": 5\n}\n')).toBe(true);
    expect(JSON.parse(text)).toMatchObject({
      cells: [
        { source: ["a\n", "b"], outputs: [{ data: { "text/plain": ["x\n", "y"], "image/png": "AA" } }] },
      ],
    });
    expect(formatNotebook(parseNotebook(text, "n.ipynb"))).toBe(text);
  });

  it.each([
    ["no JSON", "{", "n.ipynb: this is not JSON"],
    [
      "no notebook",
      "[]",
      "n.ipynb: this is not a notebook; a notebook is a JSON object with a list of cells",
    ],
    ["an old format", file({ nbformat: 3 }), "n.ipynb: a notebook of format 3, format 4 is needed"],
    ["a cell that is none", file({ cells: [{ cell_type: "code" }] }), "n.ipynb /cells/0: not a cell"],
  ])("are refused: %s", (_, text, message) => {
    expect(() => parseNotebook(text, "n.ipynb")).toThrow(message);
  });
});
