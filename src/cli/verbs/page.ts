import { basename, relative } from "node:path";
import { say } from "../output";
import type { Verb } from "./verb";

interface PageOptions {
  readonly out?: string;
  readonly title?: string;
  readonly sanitize?: boolean;
}

/** `espalier page`: an executed notebook as one HTML file that works offline, beside it unless said otherwise. */
export const page: Verb<string, PageOptions> = {
  place: 4,
  summary: "make one HTML file of a notebook, its figures interactive, that works offline",
  argument: ["<notebook>", "the .ipynb file"],
  options: [
    { flags: "-o, --out <file>", what: "write the page there (default: beside the notebook)" },
    { flags: "--title <title>", what: "the page's title (default: the notebook's first heading)" },
    {
      flags: "--sanitize",
      what: "take out of its HTML whatever could run, be fetched or leave its place",
    },
  ],
  more:
    "\nScripts in HTML outputs and in Markdown run in the page, as in one made by nbconvert; nothing else of a notebook " +
    "does.\nGive --sanitize for a notebook that you do not trust: then no script runs but the one that draws the " +
    "figures,\nand the page fetches nothing.",
  run: async (file, options) => {
    const { writeWhole } = await import("../../files/index.js");
    const { readNotebook } = await import("../../notebook/read-notebook.js");
    const { renderPage } = await import("../../page/index.js");
    const notebook = await readNotebook(file);
    const name = basename(file).replace(/\.ipynb$/, "");
    const out = options.out ?? file.replace(/(\.ipynb)?$/, ".html");
    const sanitize = options.sanitize ? (await import("../../page/sanitize.js")).htmlSanitizer() : undefined;
    await writeWhole(out, renderPage(notebook, { title: options.title, fallbackTitle: name, sanitize }));
    say(`written to ${relative("", out)}`);
    return 0;
  },
};
