import { describe, expect, it } from "vitest";
import type { Output } from "../../src/notebook/nbformat";
import { renderPage } from "../../src/page/index";
import { parseNotebook } from "../../src/notebook/parse-notebook";

const code = (source: string, outputs: Output[] = [], tags: string[] = []): object => ({
  cell_type: "code",
  metadata: { tags },
  source,
  outputs,
  execution_count: 1,
});
const text = (source: string, attachments?: object): object => ({
  cell_type: "markdown",
  metadata: {},
  source,
  ...(attachments && { attachments }),
});

function page(...cells: object[]): string {
  return renderPage(parseNotebook(JSON.stringify({ nbformat: 4, metadata: {}, cells }), "n.ipynb"), {
    fallbackTitle: "fallback",
  });
}

const display = (data: Record<string, unknown>): Output => ({
  output_type: "display_data",
  data,
  metadata: {},
});

describe("the page of a notebook", () => {
  it("takes nothing from elsewhere", () => {
    const html = page(
      text("# A\n\n`x`"),
      code("1", [display({ "application/vnd.plotly.v1+json": { data: [] } })]),
    );
    const outside = html.replace(/<script>[\s\S]*?<\/script>/g, "").match(/(?:src|href)="(?!#|data:)[^"]*"/g);
    expect(outside).toBeNull();
  });

  it("holds plotly.js once, and only where there is a figure", () => {
    const figure = display({ "application/vnd.plotly.v1+json": { data: [] } });
    expect(page(code("1", [figure]), code("2", [figure])).split("* plotly.js v")).toHaveLength(2);
    expect(page(code("1")).length).toBeLessThan(30_000);
  });

  it("lets nothing in a figure end its script", () => {
    const figure = { data: [{ name: "</script><script>alert(1)</script><!--" }], layout: { height: 300 } };
    const html = page(code("1", [display({ "application/vnd.plotly.v1+json": figure })]));
    const json = /<script type="application\/json">(.*?)<\/script>/.exec(html)![1]!;
    expect(json).not.toContain("<");
    expect(JSON.parse(json)).toEqual(figure);
    expect(html).toContain("min-height:300px");
  });

  it("shows the richest form of an output", () => {
    const both = display({ "text/plain": "plain", "text/html": "<b>rich</b>", "image/png": "AA\nBB\n" });
    expect(page(code("1", [both]))).toContain("<b>rich</b>");
    const picture = page(code("1", [display({ "text/plain": "plain", "image/png": "AA\nBB\n" })]));
    expect(picture).toContain('src="data:image/png;base64,AABB"');
    expect(picture).not.toContain("plain<");
  });

  it("escapes program text, streams and errors, and keeps their colours", () => {
    const html = page(
      code("const a = 1 < 2 && '<b>';", [
        { output_type: "stream", name: "stdout", text: ["\u001B[1;31mred <i>\u001B[0m plain\n"] },
        { output_type: "error", ename: "E", evalue: "<x>", traceback: [] },
      ]),
    );
    expect(html).toContain('<span class="ansi-bold ansi-fg-red">red &lt;i&gt;</span> plain');
    expect(html).toContain("E: &lt;x&gt;");
    expect(html).not.toContain("<b>");
  });

  it("links its headings, each by its own name, and takes the first as title", () => {
    const html = page(text("# Three *ways*\n\n## Data & more"), text("## Data & more"));
    expect(html).toContain("<title>Three ways</title>");
    expect(html).toContain('<h2 id="data-more">');
    expect(html).toContain('<h2 id="data-more-1">');
    expect(page(text("none"))).toContain("<title>fallback</title>");
  });

  it("puts pictures attached to a cell into the page", () => {
    expect(page(text("![x](attachment:a.png)", { "a.png": { "image/png": "QUJD" } }))).toContain(
      'src="data:image/png;base64,QUJD"',
    );
  });

  it("leaves out what its tags say", () => {
    const printed: Output[] = [{ output_type: "stream", name: "stdout", text: "wordPrinted" }];
    const shown = (tags: string[]) => {
      const html = page(code("wordInSource()", printed, tags));
      return ["wordInSource", "wordPrinted"].filter((word) => html.includes(word));
    };
    expect(shown([])).toEqual(["wordInSource", "wordPrinted"]);
    expect(shown(["remove-input"])).toEqual(["wordPrinted"]);
    expect(shown(["remove-output"])).toEqual(["wordInSource"]);
    expect(shown(["remove-cell"])).toEqual([]);
  });
});
