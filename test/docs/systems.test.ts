/* The page on the systems that Espalier began with: what it points at is there, under the names that it gives. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/systems.md"), "utf8");

/** The cells of each row of the page's tables that end in tests. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("|") && line.includes("](../test/"))
  .map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim().replaceAll("\\|", "|"))); // prettier-ignore

/** `[path](../test/path): name, name; …` with names in backticks -> [path, name]. */
function testsIn(cell: string): [path: string, name: string][] {
  const parts = cell.split(/;? ?(?=\[[^\]]*\]\(\.\.\/test\/)/).filter((part) => part !== "");
  return parts.flatMap((part) => {
    const [, path, names] = /^\[[^\]]*\]\(\.\.\/(test\/[^)]+)\): (.+)$/.exec(part) ?? [];
    if (!path || !names) throw new Error(`no test in: ${part}`);
    return [...names.matchAll(/`([^`]+)`/g)].map(([, name]): [string, string] => [path, name!]);
  });
}

/** Whether a file has a test, a group of tests or a case of this name: as the first of an argument list or of a tuple. */
function has(text: string, name: string): boolean {
  const literal = ["'", '"', "`"].map((quote) => quote + name + quote);
  return literal.some((one) =>
    text
      .split(one)
      .slice(0, -1)
      .some((before) => /[([]\s*$/.test(before)),
  );
}

describe("the page on the systems", () => {
  test("points at what is there", () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => link!);
    expect(links.length).toBeGreaterThan(200);
    expect(links.filter((link) => !existsSync(join(root, "docs", link)))).toEqual([]);
  });

  test("names tests by their names", () => {
    const named = rows.flatMap((cells) => testsIn(cells.at(-1)!));
    expect(named.length).toBeGreaterThan(100);
    const text = (path: string) => readFileSync(join(root, path), "utf8");
    expect(named.filter(([path, name]) => !has(text(path), name))).toEqual([]);
  });

  test("has every mistake, each with what is correct, a source and a test", () => {
    const numbers = { A: 9, S: 4, P: 9, B: 9, C: 12, D: 12 };
    const expected = Object.entries(numbers).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, i) => `${letter}${i + 1}`),
    );
    const mistakes = rows.filter((cells) => cells.length === 5);
    expect(mistakes.map(([number]) => number)).toEqual(expected);
    expect(rows.filter((cells) => cells.length === 4).length).toBeGreaterThan(20);
    for (const cells of rows) {
      expect(cells.every((cell) => cell !== "")).toBe(true);
      expect(cells.at(-2)).toMatch(/\]\(\.\.\/(src|examples)\//);
    }
  });

  test("has every example and a drawing of it, and states of each what it is held to", () => {
    const names = readdirSync(join(root, "examples")).map((file) => file.replace(".graph.json", ""));
    const drawn = readdirSync(join(root, "docs/examples")).map((file) => file.replace(".svg", ""));
    expect(drawn).toEqual(names);
    const trained = readFileSync(join(root, "test/examples/trained.tf.test.ts"), "utf8");
    for (const name of names) {
      // 50 % of the classes, or an error of 0.1: what the other file has as accuracy 0.5, or as error 0.1.
      const [, of, stated] = new RegExp(`\\(\\.\\./examples/${name}\\.graph\\.json\\) +\\| (error )?([\\d.]+)`).exec(page)!;
      const [, held] = new RegExp(`^ +"?${name}"?: .*reaches: \\{ \\w+: ([\\d.]+) \\}`, "m").exec(trained)!;
      expect([name, Number(stated) / (of ? 1 : 100)]).toEqual([name, Number(held)]);
      expect(page).toContain(`[drawing](examples/${name}.svg)`);
    }
  }); // prettier-ignore
});

test("a name is one only where a test or a case begins with it", () => {
  expect(has('it("is so", () => {', "is so")).toBe(true);
  expect(has("it.each(all)(\n  `is ${so}`, () => {", "is ${so}")).toBe(true);
  expect(has('[["a case", 1]]', "a case")).toBe(true);
  expect(has('expect(x).toBe("is so");\n// "is so"', "is")).toBe(false);
  expect(has('// "is so"', "is so")).toBe(false);
  expect(() => testsIn("[a](../test/a.ts) `is so`")).toThrow("no test in");
});
