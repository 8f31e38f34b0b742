import { describe, expect, it } from "vitest";
import { TerminalText } from "../../../src/notebook/jupyter/terminal-text";

const shown = (...chunks: string[]): string => {
  const text = new TerminalText();
  for (const chunk of chunks) text.write(chunk);
  return text.toString();
};

describe("text as a terminal leaves it", () => {
  it.each<[string, string[], string]>([
    ["plain lines", ["a\nb", "c\n"], "a\nbc\n"],
    ["a line overwritten", ["10 %\r20 %\r", "30 %"], "30 %"],
    ["a return before what overwrites it has come", ["10 %\r"], "10 %\r"],
    ["a return at the end of a line", ["done\r\n", "next"], "done\r\nnext"],
    ["only the last line", ["first\nsecond\rthird"], "first\nthird"],
    ["backspaces", ["abc\b\bd"], "ad"],
    ["a backspace across chunks", ["abc", "\b\b\b\bd"], "d"],
    ["a backspace at the start of a line", ["a\n\bb"], "a\nb"],
  ])("%s", (_, chunks, expected) => {
    expect(shown(...chunks)).toBe(expected);
  });

  it("takes 200,000 pieces in linear time", () => {
    const text = new TerminalText();
    const start = performance.now();
    for (let i = 0; i < 200_000; i += 1) text.write(i % 2 ? `${i}\n` : `${i}\r`);
    expect(text.toString().split("\n")).toHaveLength(100_001);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
