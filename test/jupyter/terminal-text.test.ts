import { describe, expect, it } from "vitest";
import { TerminalText } from "../../src/jupyter/terminal-text";

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
    /** Milliseconds of the processors: what else the machine does is not in them. */
    const cost = (pieces: number): number => {
      const before = process.cpuUsage();
      const text = new TerminalText();
      for (let i = 0; i < pieces; i += 1) text.write(i % 2 ? `${i}\n` : `${i}\r`);
      expect(text.toString().split("\n")).toHaveLength(pieces / 2 + 1);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    cost(1000);
    const few = cost(10_000);
    // 20 times as many: linear work is 20 times as much, quadratic 400 times.
    expect(cost(200_000)).toBeLessThan(100 * few + 500);
  });
});
