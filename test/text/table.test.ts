import { describe, expect, it } from "vitest";
import { htmlTable, textTable, type TextColumn } from "../../src/text/table";

const columns: readonly TextColumn[] = [
  { title: "name", right: false, cells: ["a", "longer"] },
  { title: "n", right: true, cells: ["10", ""] },
];

describe("a table as text", () => {
  it("aligns its columns, and no line ends in spaces", () => {
    expect(textTable(columns, "-")).toEqual(["name     n", "------  --", "a       10", "longer"]);
  });

  it("has titles and a rule without rows", () => {
    expect(textTable(columns.map((column) => ({ ...column, cells: [] })))).toEqual(["name  n", "────  ─"]);
  });

  it("has as many rows as it is given", () => {
    const cells = Array.from({ length: 200_000 }, String);
    expect(textTable([{ title: "", right: true, cells }])).toHaveLength(200_002);
  });
});

describe("a table as HTML", () => {
  it("escapes all its texts, and sets numbers to the right", () => {
    const html = htmlTable([{ title: "<t>", right: true, cells: ["<c>"] }], "<caption>");
    expect(html).toContain("&lt;t&gt;</th>");
    expect(html).toMatch(/<td style="text-align: right[^>]*>&lt;c&gt;<\/td>/);
    expect(html).toContain(`bold">&lt;caption&gt;</caption>`);
    expect(htmlTable([{ title: "t", right: false, cells: ["c"] }])).not.toContain("caption");
  });
});
