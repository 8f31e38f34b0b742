/*
 * What cells show, in a real kernel, seen as a front end sees it. The library is the built one, as notebooks import it.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import { beforeAll, describe, expect, test } from "vitest";
import type { CodeCell, DisplayOutput, Notebook } from "../../src/notebook/nbformat";
import { runNotebook, type RunResult } from "../../src/jupyter/run-notebook";
import { accuracyComparison } from "../../src/plots";
import { madeUpReport } from "../plots/fixture/report";

const root = join(__dirname, "../..");
const library = join(root, "dist/view");
const figure = accuracyComparison(madeUpReport({ seeds: 1, folds: 2 }));

const sources = {
  import: `import { show, table, json, notebookProgress, terminalProgress } from ${JSON.stringify(library)};
const heavy = Object.keys(require.cache).filter((path) => /jsdom|plotly|resvg|opentype/.test(path));
console.log("heavy modules:", heavy.length);`,
  figure: `const figure = ${JSON.stringify(figure)};
await show(figure, { width: 350, height: 200 });`,
  forgotten: `show(figure)`,
  table: `table([{ name: "a", count: 1 }])`,
  json: `await show(json({ name: "x" }));`,
  big: `const x = Array.from({ length: 300000 }, (_, i) => i);
await show({ data: [{ type: "scatter", mode: "lines", x, y: x.map((i) => Math.sin(i / 1e4)) }], layout: {} });`,
  progress: `const progress = notebookProgress()!;
for (let done = 1; done <= 20000; done++) {
  progress.update({ phase: "all", epoch: 1, epochs: 1, step: done, steps: 20000, done, total: 20000, figures: { loss: 1 / done }, secondsLeft: 1 });
  if (done % 1000 === 0) await new Promise((resolve) => setTimeout(resolve, 60));
}
progress.end();`,
  begun: `const slow = notebookProgress()!;
slow.update({ phase: "slow", epoch: 1, epochs: 2, step: 0, steps: 1, done: 0, total: 2, figures: {}, secondsLeft: undefined });`,
  ended: `slow.end("stopped from the next cell");
console.log("after");`,
} as const;
type Name = keyof typeof sources;

describe.skipIf(!existsSync(`${library}/index.js`))("in a cell (needs a build)", () => {
  let result: RunResult;
  const cells = {} as Record<Name, CodeCell>;

  beforeAll(async () => {
    for (const [name, source] of Object.entries(sources))
      cells[name as Name] = {
        cell_type: "code",
        id: name,
        metadata: {},
        source,
        outputs: [],
        execution_count: null,
      };
    const notebook: Notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: Object.values(cells) };
    const never = new AbortController().signal;
    result = await runNotebook(notebook, { cwd: root, interrupt: never, abandon: never, timeout: 280 });
  });

  const display = (name: Name) => {
    const outputs = cells[name].outputs.filter(
      (output): output is DisplayOutput => output.output_type === "display_data",
    );
    expect(outputs).toHaveLength(1);
    return outputs[0]!.data;
  };
  const stream = (name: Name) =>
    cells[name].outputs
      .flatMap((output) => (output.output_type === "stream" ? [output.text].flat() : []))
      .join("");

  /** The last value of a cell. */
  const value = (name: Name) =>
    cells[name].outputs.find((output) => output.output_type === "execute_result")?.data;

  test("every cell runs", () => {
    expect(result.failure?.result.error).toBeUndefined();
    expect(result).toMatchObject({ status: "ok", ran: Object.keys(sources).length });
  });

  test("importing the library loads none of what draws", () => {
    expect(stream("import")).toBe("heavy modules: 0\n");
  });

  test("a figure is one output in three forms", () => {
    const data = display("figure");
    expect(Object.keys(data).sort()).toEqual(["application/vnd.plotly.v1+json", "image/png", "text/plain"]);
    expect(data["application/vnd.plotly.v1+json"]).toEqual(figure);
    const { width, height } = PNG.sync.read(Buffer.from(data["image/png"] as string, "base64"));
    expect([width, height]).toEqual([350, 200]);
  });

  test("a figure that nobody awaited is shown all the same, once, and the cell says what to write", () => {
    expect(display("forgotten")["application/vnd.plotly.v1+json"]).toEqual(figure);
    expect(value("forgotten")?.["text/plain"]).toMatch(/write `await show/);
  });

  test("a table that ends a cell shows itself", () => {
    expect(value("table")?.["text/plain"]).toBe("name  count\n────  ─────\na         1");
    expect(value("table")?.["text/html"]).toContain("<table");
  });

  test("specs come as Markdown, for the front end to highlight", () => {
    expect(display("json")["text/markdown"]).toBe('```json\n{ "name": "x" }\n```');
  });

  test("a figure of many megabytes arrives whole", () => {
    const { data } = display("big")["application/vnd.plotly.v1+json"] as { data: [{ x: number[] }] };
    expect(data[0].x).toHaveLength(300_000);
    expect(display("big")).toHaveProperty("image/png");
  });

  test("progress of many steps is one output, kept up to date", () => {
    expect(cells.progress.outputs).toHaveLength(1);
    expect(display("progress")["text/plain"]).toMatch(/^100 % · done · loss 5.00e-5 · /);
  });

  test("progress stays with the cell that began it", () => {
    expect(display("begun")["text/plain"]).toMatch(/^0 % · stopped from the next cell/);
    expect(cells.ended.outputs.map((output) => output.output_type)).toEqual(["stream"]);
  });
});
