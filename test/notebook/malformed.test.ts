import { describe, expect, it } from "vitest";
import { EspalierError } from "../../src/errors";
import { formatNotebook } from "../../src/notebook/nbformat";
import { renderPage } from "../../src/page/index";
import { parseNotebook } from "../../src/notebook/parse-notebook";

const file = (content: object): string =>
  JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [], ...content });
const cell = (content: object): string =>
  file({ cells: [{ cell_type: "code", id: "a", metadata: {}, source: "1", outputs: [], ...content }] });
const output = (content: unknown): string => cell({ outputs: [content] });
const display = (data: unknown): string => output({ output_type: "display_data", data, metadata: {} });

/** What it is, its text, and what is said of it after the file's name. */
const refused: readonly (readonly [string, string, string])[] = [
  ["nothing", "", ": the file is empty"],
  ["blanks", " \n\t", ": the file is empty"],
  ["half of a file", file({}).slice(0, 30), ": this is not JSON"],
  ["bytes of something else", "\u0000\u0001PNG\u001B[2J", ": this is not JSON"],
  ["a number", "4", ": this is not a notebook"],
  ["nothing in JSON", "null", ": this is not a notebook"],
  ["a list", "[]", ": this is not a notebook"],
  ["an object of another kind", "{}", ": this is not a notebook"],
  ["format 3", '{ "nbformat": 3, "worksheets": [] }', ": a notebook of format 3, format 4 is needed"],
  ["a format that is no number", file({ nbformat: { a: 1 } }), ": a notebook of format unknown"],
  ["no cells", '{ "nbformat": 4, "metadata": {} }', " /cells: cells must be a list"],
  ["cells null", file({ cells: null }), " /cells: cells must be a list"],
  ["cells by name", file({ cells: { a: 1 } }), " /cells: cells must be a list"],
  ["a cell null", file({ cells: [null] }), " /cells/0: not a cell"],
  [
    "a cell of a kind that is none",
    file({ cells: [{ cell_type: "constructor", source: "" }] }),
    " /cells/0: not a cell",
  ],
  ["metadata null", file({ metadata: null }), " /metadata: metadata must be an object"],
  [
    "a title that is none",
    file({ metadata: { title: { a: 1 } } }),
    " /metadata/title: the title must be a text",
  ],
  ["a kernelspec that is none", file({ metadata: { kernelspec: [] } }), " /metadata/kernelspec: "],
  [
    "a kernel's name that is none",
    file({ metadata: { kernelspec: { name: 1 } } }),
    " /metadata/kernelspec/name: ",
  ],
  ["a language that is none", file({ metadata: { language_info: "x" } }), " /metadata/language_info: "],
  ["source a number", cell({ source: 5 }), " /cells/0/source: a cell's source must be a text"],
  ["source a list of numbers", cell({ source: ["a", 5] }), " /cells/0/source: "],
  ["metadata of a cell", cell({ metadata: "x" }), " /cells/0/metadata: "],
  ["tags a number", cell({ metadata: { tags: 5 } }), " /cells/0/metadata/tags: tags must be a list of texts"],
  ["tags null", cell({ metadata: { tags: null } }), " /cells/0/metadata/tags: "],
  [
    "attachments",
    file({ cells: [{ cell_type: "markdown", source: "", attachments: 5 }] }),
    " /cells/0/attachments: ",
  ],
  [
    "an attachment",
    file({ cells: [{ cell_type: "markdown", source: "", attachments: { "a/b": null } }] }),
    " /cells/0/attachments/a~1b: ",
  ],
  ["outputs by name", cell({ outputs: {} }), " /cells/0/outputs: outputs must be a list"],
  ["outputs null", cell({ outputs: null }), " /cells/0/outputs: "],
  ["an output null", output(null), " /cells/0/outputs/0: not an output"],
  ["an output without a kind", output({ text: "x" }), " /cells/0/outputs/0: not an output"],
  ["a stream without text", output({ output_type: "stream" }), " /cells/0/outputs/0/text: "],
  ["a stream of numbers", output({ output_type: "stream", text: [1] }), " /cells/0/outputs/0/text: "],
  ["a stream's name", output({ output_type: "stream", name: {}, text: "" }), " /cells/0/outputs/0/name: "],
  ["data null", display(null), " /cells/0/outputs/0/data: "],
  ["data a list", display([]), " /cells/0/outputs/0/data: "],
  [
    "a text that is a number",
    display({ "text/plain": 5 }),
    " /cells/0/outputs/0/data/text~1plain: the content of text/plain",
  ],
  ["a picture that is an object", display({ "image/png": {} }), " /cells/0/outputs/0/data/image~1png: "],
  ["HTML null", display({ "text/html": null }), " /cells/0/outputs/0/data/text~1html: "],
  [
    "a traceback that is a text",
    output({ output_type: "error", traceback: "x" }),
    " /cells/0/outputs/0/traceback: ",
  ],
  [
    "a traceback of objects",
    output({ output_type: "error", traceback: [{}] }),
    " /cells/0/outputs/0/traceback: ",
  ],
  ["an error's name", output({ output_type: "error", ename: 5 }), " /cells/0/outputs/0/ename: "],
  [
    "lists within lists",
    `{"nbformat":4,"metadata":{},"cells":[],"x":${"[".repeat(1e6)}${"]".repeat(1e6)}}`,
    ": lists and objects are nested more than 500 deep",
  ],
  [
    "objects within objects",
    display({ "application/json": 1 }).replace(":1}", `:${'{"a":'.repeat(600)}1${"}".repeat(600)}}`),
    ": lists and objects are nested more than 500 deep",
  ],
];

/** Shown, with a line where something is missing. */
const shown: readonly (readonly [string, string, string | RegExp])[] = [
  ["a byte order mark", `\u{FEFF}${cell({ source: "here" })}`, "here"],
  ["brackets within texts", cell({ source: `"${"[".repeat(1000)}\\"` }), "[[[["],
  [
    "nothing in a cell but what it must have",
    file({ cells: [{ cell_type: "code", source: "here" }] }),
    "here",
  ],
  [
    "a kind of output that is none",
    output({ output_type: "later", data: 5 }),
    "(an output of the kind later cannot be shown here)",
  ],
  ["a display without data", output({ output_type: "display_data" }), "<main>"],
  ["an error without anything", output({ output_type: "error" }), "<pre"],
  [
    "a picture that is none",
    display({ "image/png": "<x>" }),
    "(image/png that is not base64 cannot be shown)",
  ],
  ["a picture of nothing", display({ "image/png": "" }), "(image/png that is not base64 cannot be shown)"],
  [
    "a figure that is none",
    display({ "application/vnd.plotly.v1+json": null }),
    "(a Plotly figure that is not an object cannot be shown)",
  ],
  [
    "a figure whose layout is none",
    display({ "application/vnd.plotly.v1+json": { layout: null } }),
    "min-height:450px",
  ],
  [
    "a figure higher than any",
    display({ "application/vnd.plotly.v1+json": { layout: { height: 1e300 } } }),
    "min-height:10000px",
  ],
  [
    "a kind of media that every object has",
    display({ constructor: "x", toString: "y" }),
    "(constructor, toString cannot be shown here)",
  ],
  [
    "a language that is a number",
    file({ metadata: { language_info: { name: 5 } }, cells: [{ cell_type: "code", source: "here" }] }),
    "here",
  ],
  [
    "an attachment that is not there",
    file({
      cells: [
        { cell_type: "markdown", source: "![x](attachment:toString) ![y](attachment:%)", attachments: {} },
      ],
    }),
    "attachment:",
  ],
  ["half a character", cell({ source: "a\uD800b" }), "a"],
  [
    "colours without end",
    output({ output_type: "stream", text: `\u001B[${"9;".repeat(1e5)}m here` }),
    "here",
  ],
];

describe("a notebook that is malformed", () => {
  it.each(refused)("is refused with the place: %s", (_, text, message) => {
    let error: unknown;
    try {
      parseNotebook(text, "n.ipynb");
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(EspalierError);
    expect((error as Error).message).toContain(`n.ipynb${message}`);
    // Nothing that a terminal would follow.
    expect((error as Error).message).not.toMatch(/[^\P{Cc}\n\t]/u);
  });

  it.each(shown)("is shown with a notice where it must be: %s", (_, text, expected) => {
    const notebook = parseNotebook(text, "n.ipynb");
    expect(renderPage(notebook)).toMatch(expected);
    expect(() => parseNotebook(formatNotebook(notebook), "n.ipynb")).not.toThrow();
  });

  it("whatever in it is replaced by a value of another type", { timeout: 120_000 }, () => {
    const whole = file({
      metadata: {
        title: "t",
        kernelspec: { name: "k", display_name: "k" },
        language_info: { name: "python" },
      },
      cells: [
        {
          cell_type: "markdown",
          id: "m",
          metadata: { tags: ["a"] },
          source: ["# x\n", "![x](attachment:a.png)"],
          attachments: { "a.png": { "image/png": "AAAA" } },
        },
        {
          cell_type: "code",
          id: "c",
          metadata: { tags: ["b"] },
          execution_count: 1,
          source: ["1\n", "2"],
          outputs: [
            { output_type: "stream", name: "stdout", text: ["a\n"] },
            { output_type: "error", ename: "E", evalue: "e", traceback: ["t"] },
            {
              output_type: "execute_result",
              execution_count: 1,
              metadata: { a: 1 },
              data: { "text/plain": ["x"], "image/png": "AAAA", "application/json": { a: [1] } },
            },
            { output_type: "display_data", metadata: {}, data: { "text/html": ["<b>"] } },
          ],
        },
      ],
    });
    const values = [null, 5, true, "x", [], {}, [null], [[]], { a: null }, ["x", 5], -1];
    let refusals = 0;
    for (const path of pathsOf(JSON.parse(whole))) {
      for (const value of values) {
        const changed: unknown = JSON.parse(whole);
        put(changed, path, value);
        const text = JSON.stringify(changed);
        try {
          const notebook = parseNotebook(text, "n.ipynb");
          renderPage(notebook);
          formatNotebook(notebook);
        } catch (error) {
          refusals += 1;
          expect(error, `${path.join("/")} = ${JSON.stringify(value)}`).toBeInstanceOf(EspalierError);
        }
      }
    }
    expect(refusals).toBeGreaterThan(200);
  });
});

describe("much of something takes time in proportion", () => {
  const markdown = (source: string): string => file({ cells: [{ cell_type: "markdown", source }] });
  it.each([
    ["headings that do not end", markdown("<h1>".repeat(100_000))],
    ["headings of one name", markdown("# x\n\n".repeat(20_000))],
    ["tags that do not end", markdown(`# ${"<".repeat(100_000)}`)],
    ["brackets", markdown("[".repeat(50_000))],
    ["emphasis", markdown("*a _b ".repeat(20_000))],
    ["quotes", markdown(">".repeat(50_000))],
    [
      "attachments",
      file({ cells: [{ cell_type: "markdown", source: "attachment:a ".repeat(50_000), attachments: {} }] }),
    ],
    [
      "cells of one id",
      file({ cells: Array.from({ length: 20_000 }, () => ({ cell_type: "code", id: "a", source: "" })) }),
    ],
    ["program text", cell({ source: "`${".repeat(100_000) })],
  ])("%s", { timeout: 120_000 }, (_, text) => {
    expect(renderPage(parseNotebook(text, "n.ipynb"))).toContain("<main>");
  });
});

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const deeper = keys.flatMap((key) =>
    pathsOf((value as Record<string | number, unknown>)[key], [...path, key]),
  );
  return path.length > 0 ? [path, ...deeper] : deeper;
}

function put(value: unknown, path: Path, content: unknown): void {
  const parent = path
    .slice(0, -1)
    .reduce((part, key) => (part as Record<string | number, unknown>)[key], value);
  (parent as Record<string | number, unknown>)[path.at(-1)!] = content;
}
