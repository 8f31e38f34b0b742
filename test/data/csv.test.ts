import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/backend/random";
import { parseCsv } from "../../src/data/csv";
import { decimal, excerpt } from "../../src/data/number";

const cells = (text: string, separator = ",") => parseCsv(text, separator, "f").map((row) => row.cells);

describe("parseCsv", { timeout: 120_000 }, () => {
  test("finds again what was written, with the lines that rows begin on", () => {
    const parts = ["", "a", '"', ",", "\n", "\r\n", "\r", " ", "ä", "1.5"];
    for (let round = 0; round < 500; round++) {
      const random = randomStream(round, "csv");
      const rows = Array.from({ length: 1 + random.below(4) }, () =>
        Array.from({ length: 1 + random.below(4) }, () =>
          Array.from({ length: random.below(4) }, () => parts[random.below(parts.length)]!).join(""),
        ),
      );
      const end = ["\n", "\r\n", "\r"][random.below(3)]!;
      const quote = (cell: string, alone: boolean) =>
        /[",\r\n]/.test(cell) || (alone && cell === "") || random.below(2) === 0
          ? `"${cell.replaceAll('"', '""')}"`
          : cell;
      const text = rows.map((row) => row.map((cell) => quote(cell, row.length === 1)).join(",")).join(end);
      expect(cells(text)).toEqual(rows);
      expect(cells(`${end}${text}${end}${end}`)).toEqual(rows);
      const lines = parseCsv(`${text}${end}`, ",", "f").map(({ line }) => line);
      let next = 1;
      rows.forEach((row, i) => {
        expect(lines[i]).toBe(next);
        // A `\r` at a cell's end and a `\n` at the next one's begin are two breaks: they are never neighbours here.
        next += 1 + row.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g) ?? []).length, 0);
      });
    }
  });

  test("a separator at the end is an empty cell", () => {
    expect(cells("a,\n,b")).toEqual([["a", ""], ["", "b"]]); // prettier-ignore
    expect(cells("a\tb,c", "\t")).toEqual([["a", "b,c"]]);
    expect(cells("")).toEqual([]);
  });
});

describe("decimal", { timeout: 120_000 }, () => {
  test("is what the pattern of decimal numbers says, for every short text", () => {
    const letters = ["1", "0", ".", "e", "E", "+", "-", "x", " "];
    const pattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
    const texts = [""];
    let longest = texts;
    for (let length = 1; length <= 4; length++) {
      longest = longest.flatMap((text) => letters.map((letter) => text + letter));
      texts.push(...longest);
    }
    for (const text of texts) {
      const value = pattern.test(text) ? Math.fround(Number(text)) : NaN;
      expect(decimal(text), text).toBe(Number.isFinite(value) ? value : undefined);
    }
  });
});

describe("excerpt", () => {
  test("writes out control characters and cuts long texts", () => {
    expect(excerpt("\u001b[2J")).toBe('"\\u001b[2J"');
    expect(excerpt("x".repeat(1234))).toBe(`"${"x".repeat(40)}…" (1,234 characters)`);
  });
});
