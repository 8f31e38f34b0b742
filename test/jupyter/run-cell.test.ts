import { describe, expect, it } from "vitest";
import { failingLine } from "../../src/jupyter/run-cell";

describe("the line at which a cell failed", () => {
  it("is the one that the kernel's traceback marks first, colours aside", () => {
    const ours = [
      "\u001b[31mRangeError\u001b[39m: 3",
      "  7 | a",
      "\u001b[31m>\u001b[39m 8 | b(c > 9);",
      "    at f",
    ];
    expect(failingLine(ours)).toBe(8);
    expect(failingLine(["> 12 | a", "> 3 | b"])).toBe(12);
  });

  it("is read from IPython's, whose parts have several lines", () => {
    expect(failingLine(["------", "Cell In[1], line 2\n      1 x\n----> 2 y"])).toBe(2);
  });

  it("is not taken from text that is no mark", () => {
    expect(failingLine(["Error: expected > 5 of them", "5 | x", "    at a:3:4"])).toBeUndefined();
  });
});
