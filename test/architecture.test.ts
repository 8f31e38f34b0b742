/* The page on the architecture says what is so. (That its examples run: architecture.e2e.test.ts.) */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, parse } from "node:path";
import { expect, test } from "vitest";
import { additions, changed, lines, root } from "./architecture";

/** What .dependency-cruiser.mjs lets each room import: the same that `npm run lint` checks. */
async function allowed(): Promise<Map<string, readonly string[]>> {
  const { arrows } = (await import(join(root, ".dependency-cruiser.mjs"))) as {
    readonly arrows: Readonly<Record<string, readonly string[]>>;
  };
  return new Map(Object.entries(arrows));
}

/** The single files that everybody may see are the first line. */
const [everybody, ...rooms] = lines();

test("every room of src has a line, and nothing else", () => {
  const entries = readdirSync(join(root, "src")).map((entry) => parse(entry).name);
  const named = lines().flatMap((line) => line.rooms);
  expect(named.toSorted()).toEqual(entries.filter((entry) => entry !== "index").toSorted());
});

test("a line names the rooms that its room may import", async () => {
  const arrows = await allowed();
  const base = new Set(everybody!.rooms);
  for (const { rooms: names, imports } of rooms) {
    for (const name of names) {
      const expected = arrows.get(name)!.filter((room) => !base.has(room));
      expect(imports.toSorted(), name).toEqual(expected.toSorted());
    }
  }
});

test("rooms stand below all that they import", () => {
  const above = new Set<string>();
  for (const { rooms: names, imports } of rooms) {
    expect(
      imports.filter((room) => !above.has(room)),
      names.join(),
    ).toEqual([]);
    for (const name of names) above.add(name);
  }
});

test.each(additions())(
  "the example of $what touches the files that the table names, and no others",
  (one) => {
    const { files, examples } = one;
    expect(examples.length).toBe(files.length);
    const patterns = files.map(
      (file) => new RegExp(`^${file.replaceAll(".", "\\.").replace("<name>", "[a-z-]+")}$`),
    );
    expect(examples.map(({ file }, i) => patterns[i]!.test(file))).toEqual(files.map(() => true));
    for (const { file, form } of examples) expect(existsSync(join(root, file)), file).toBe(form === "diff");
  },
);

test("each table of kinds that is written by a script has its row", () => {
  const folders = additions().flatMap(({ files }) => files.map((file) => parse(file).dir));
  const tables = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith("table.generated.ts"),
  );
  expect(tables.length).toBeGreaterThan(10);
  for (const table of tables) expect(folders).toContain(`src/${parse(table).dir.replaceAll("\\", "/")}`);
});

test("the picture names every room that the way of the data leads through", () => {
  const picture = readFileSync(join(root, "docs", "architecture.svg"), "utf8");
  for (const { rooms: names } of rooms)
    for (const name of names) expect(picture, name).toMatch(new RegExp(`>[^<]*\\b${name}\\b[^<]*<`));
});

test("a change that fits nowhere, or in two places, is refused", () => {
  const example = { file: "x.ts", form: "diff", code: "-type A =…;\n+type A =… | 1;" } as const;
  expect(changed("type A = 0;\ntype B = 0;", example)).toBe("type A = 0 | 1;\ntype B = 0;");
  expect(() => changed("type B = 0;", example)).toThrow("0 places in x.ts");
  expect(() => changed("type A = 0;\ntype A = 0;", example)).toThrow("2 places in x.ts");
});
