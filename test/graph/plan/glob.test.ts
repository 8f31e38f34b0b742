import fc from "fast-check";
import picomatch from "picomatch/posix";
import { describe, expect, it } from "vitest";
import { matchPaths } from "../../../src/graph";
import { globMatcher } from "../../../src/graph/plan/glob";

/** As picomatch has it, with everything under a match. */
function reference(pattern: string): (path: string) => boolean {
  const whole = picomatch(pattern, { dot: true });
  const below = picomatch(`${pattern}/**`, { dot: true });
  return (path) => whole(path) || below(path);
}

const letter = fc.constantFrom("a", "b", "c");
const name = fc.string({ unit: letter, minLength: 1, maxLength: 4 });
const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join("/"));

/** Letters, `*`, `?` and `{a,b}`, in a name or across names. */
const choice = fc
  .array(fc.string({ unit: fc.constantFrom("a", "b", "?"), minLength: 1, maxLength: 3 }), {
    minLength: 2,
    maxLength: 3,
  })
  .map((options) => `{${options.join(",")}}`);
const piece = fc.oneof({ weight: 4, arbitrary: letter }, fc.constantFrom("*", "?"), choice);
const segment = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join("")) },
  fc.constant("**"),
);
const pattern = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((segments) => segments.join("/"))
  // Where picomatch is not of one mind: stars side by side in a name, several ** in a row, and whether a/** has a in it.
  .filter((text) => !/\*\*\*|[^/]\*\*|\*\*[^/]|\*\*\/\*\*|\/\*\*$/.test(text));

describe("patterns", { timeout: 60_000 }, () => {
  it("match what picomatch matches", () => {
    fc.assert(
      fc.property(pattern, fc.array(path, { minLength: 1, maxLength: 30 }), (text, paths) => {
        const [ours, theirs] = [globMatcher(text), reference(text)];
        expect(paths.filter(ours)).toEqual(paths.filter(theirs));
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it("and paths that are made from them", () => {
    const filled = fc.tuple(pattern, fc.array(name, { minLength: 8, maxLength: 8 })).map(([text, names]) => {
      let next = 0;
      const fill = () => names[next++ % names.length]!;
      return {
        text,
        path: text
          .replaceAll("**", fill)
          .replaceAll("*", fill)
          .replaceAll("?", () => fill()[0]!)
          .replaceAll(/\{([^,}]*)[^}]*\}/g, "$1"),
      };
    });
    fc.assert(
      fc.property(filled, ({ text, path: made }) => {
        expect(globMatcher(text)(made)).toBe(true);
        expect(reference(text)(made)).toBe(true);
        expect(globMatcher(text)(`${made}/below/it`)).toBe(true);
        expect(globMatcher(text)(`x${made}`)).toBe(reference(text)(`x${made}`));
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it.each([
    ["{a/b,c}/d", ["a/b/d", "c/d"], ["a/d", "b/d", "a/b"]],
    ["{**,a}/z", ["z", "a/z", "x/y/z"], ["a", "zz"]],
    ["{a{b,c},d}e", ["abe", "ace", "de"], ["ae", "abd"]],
    ["{a,}b", ["ab", "b"], ["a", "cb"]],
    ["a**b", ["ab", "axb"], ["a/b"]],
    ["a/***/b", ["a/x/b"], ["a/b", "a/x/y/b"]],
    ["**/**", ["a", "a/b"], []],
    ["{a}", ["{a}"], ["a"]],
    ["{a,b", ["{a,b"], ["a"]],
    ["a}b", ["a}b"], []],
    ["?", ["x", "語", "🙂"], ["xy", "🙂🙂"]],
    ["(a|b)*", ["(a|b)", "(a|b)c"], ["a", "b"]],
    ["[ab]?", ["[ab]c"], ["ac"]],
    ["a\\*", ["a\\b"], ["a*"]],
    ["a/*//", ["a/b"], ["a"]],
    ["a//*", [], ["a/b"]],
  ])("%s", (text, right, wrong) => {
    const matches = globMatcher(text);
    expect(right.filter((path) => !matches(path))).toEqual([]);
    expect(wrong.filter(matches)).toEqual([]);
  });

  it("end whatever they are: each of these took longer than anybody waits", () => {
    const long = "a".repeat(200);
    const hostile = [
      `${"*a".repeat(40)}c`,
      `${"*a".repeat(300)}c`,
      `${"**/".repeat(300)}c`,
      `${"{a,a}".repeat(190)}c`,
      `${"{a,{a,{a,a}}}".repeat(60)}c`,
      `${"{".repeat(200)}a,b${"}".repeat(200)}c`,
      `${"?*".repeat(100)}c`,
      "+(a+)+(a+)+(a+)c",
      `${"{*,**,?}".repeat(100)}c`,
    ];
    for (const text of hostile) {
      expect(matchPaths([text], [long, `${long}/${long}`, "a/".repeat(100) + "a"])).toEqual([]);
    }
  });

  it("are as many as there are paths", () => {
    const paths = Array.from({ length: 20_000 }, (_, i) => `n${i}/dense/kernel`);
    expect(matchPaths(["**", ...paths.slice(1).map((text) => `!${text}`)], paths)).toEqual([paths[0]]);
    expect(
      matchPaths(
        paths.map((text) => text.replace("dense", "*")),
        paths,
      ),
    ).toEqual(paths);
  });
});
