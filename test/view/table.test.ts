import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { comparisonTable, json, table } from "../../src/view";
import { displaySymbol } from "../../src/view/mime";
import { madeUpReport } from "../plots/fixture/report";

describe("table", () => {
  const rows = [
    { name: "a & b", count: 1200, share: 0.123456 },
    { name: "<script>", count: 7, share: undefined },
  ];

  test("is aligned as text: names to the left, numbers to the right, nothing for nothing", () => {
    expect(String(table(rows))).toBe(
      [
        "name      count   share",
        "────────  ─────  ──────",
        "a & b      1200  0.1235",
        "<script>      7",
      ].join("\n"),
    );
  });

  test("escapes what it shows as HTML", () => {
    const html = table(rows, { caption: "<b>", note: "<i>" })[displaySymbol]()["text/html"] as string;
    expect(html).toContain("a &amp; b");
    expect(html).toContain("&lt;b&gt;");
    expect(html).not.toMatch(/<script>|<b>|<i>/);
  });

  test("shows the chosen columns in their own words", () => {
    const view = table(rows, {
      columns: [
        { title: "double", value: (row) => row.count * 2, format: (cell) => `${Number(cell)}x` },
        "name",
      ],
    });
    expect(String(view).split("\n").slice(2)).toEqual([" 2400x  a & b", "   14x  <script>"]);
  });

  test("reads as text under console.log", () => {
    expect(inspect(table([{ a: 1 }]))).toBe("a\n─\n1");
  });

  test("refuses to show nothing", () => {
    expect(() => table([])).toThrow(/without columns/);
  });
});

describe("comparisonTable", () => {
  test("has a row for each approach, with its difference to the first", () => {
    const report = madeUpReport({ seeds: 2, folds: 2 });
    const lines = String(comparisonTable(report)).split("\n");
    expect(lines[1]).toMatch(
      /^approach +accuracy +against flat +oracle +gate +regret +parameters +FLOPs, routed/,
    );
    const { mean, deviation } = report.summary.cascade!.whole!;
    const { difference, p } = report.pairs.find(
      ({ first, second }) => first === "flat" && second === "cascade",
    )!;
    const cascade = lines.find((line) => line.startsWith("cascade"))!;
    expect(cascade).toContain(`${mean.toFixed(3)} ± ${deviation.toFixed(3)}`);
    expect(cascade).toContain(
      `${difference > 0 ? "−" : "+"}${Math.abs(difference).toFixed(3)} (p = ${p!.toFixed(3)})`,
    );
    expect(lines.at(-1)).toMatch(/over 4 runs/);
  });

  test("leaves out what no approach has, and tells of what failed", () => {
    const report = madeUpReport({ seeds: 1, folds: 1 });
    const flat = report.approaches.filter(({ name }) => name === "flat");
    const view = comparisonTable({
      ...report,
      approaches: flat,
      failures: [{ approach: "flat", seed: 1, fold: 2, message: "out of memory" }],
      missing: 2,
    });
    expect(String(view)).not.toMatch(/oracle|regret|against/);
    expect(String(view)).toMatch(/says? nothing of chance|say nothing of chance/);
    expect(String(view)).toMatch(/1 run failed: out of memory 2 planned runs are missing/);
  });

  test("says so where no run has finished", () => {
    const report = madeUpReport({ seeds: 1, folds: 1 });
    const { length } = report.runs;
    const note = String(comparisonTable({ ...report, runs: [], missing: length }));
    expect(note).toContain(`No run has finished. ${length} planned runs are missing.`);
    expect(note).not.toContain("One run");
  });
});

describe("json", () => {
  const markdown = (value: unknown) => json(value)[displaySymbol]()["text/markdown"];

  test("keeps short things on one line", () => {
    const spec = { name: "x", layers: ["flatten", { type: "dense", units: 3, activation: undefined }] };
    expect(markdown({ ...spec, long: "y".repeat(80) })).toBe(
      `\`\`\`json\n{\n  "name": "x",\n  "layers": ["flatten", { "type": "dense", "units": 3 }],\n  "long": "${"y".repeat(80)}"\n}\n\`\`\``,
    );
  });

  test("means what was meant", () => {
    const value = { a: [1, [2.5, null, 'ü"\n']], b: {}, c: [], d: "z".repeat(120), e: [undefined] };
    expect(JSON.parse(String(json(value)))).toEqual(JSON.parse(JSON.stringify(value)));
  });

  test("shows text as it stands, and cannot be broken out of", () => {
    expect(markdown('{\n  // why\n  "a": 1 }\n')).toBe('```javascript\n{\n  // why\n  "a": 1 }\n```');
    expect(markdown('{"a": "```"}')).toBe('````json\n{"a": "```"}\n````');
  });
});
