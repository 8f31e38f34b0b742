import { describe, expect, it } from "vitest";
import { globMatcher } from "../../../../kernel-ext/kernel/src/server/history/glob";

describe("a pattern of the history search", () => {
  it.each([
    ["*", "", true],
    ["1?2*", "1+2+3", true],
    ["1?2*", "12", false],
    ["a*b*c", "a__b__b_c", true],
    ["a*b*c", "a__c__b", false],
    ["let *", "let x\n= 1", true],
    ["let", "let x", false],
    ["?", "😀", true],
    ["[a-c]x", "bx", true],
    ["[^a-c]x", "bx", false],
    ["[]]", "]", true],
    ["[^]]", "]", false],
    ["[a-]", "-", true],
    ["a[1", "a[1", true],
    ["a.c", "abc", false],
    ["(+)", "(+)", true],
    ["LET", "let", false],
  ])("%j on %j: %s", (pattern, text, fits) => {
    expect(globMatcher(pattern)(text)).toBe(fits);
  });

  it("with many stars does not take for ever", () => {
    expect(globMatcher("*a".repeat(30) + "b")("a".repeat(10_000))).toBe(false);
  });
});
