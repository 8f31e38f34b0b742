import { basename, relative } from "node:path";
import { renderPage } from "../page/index";
import { readNotebook } from "../notebook/read-notebook";
import { writeWhole } from "../files";
import { say } from "./output";

export interface PageCommandOptions {
  readonly out?: string;
  readonly title?: string;
  readonly sanitize?: boolean;
}

/** `espalier page`: an executed notebook as one HTML file that works offline, beside it without `--out`. */
export async function page(file: string, options: PageCommandOptions): Promise<number> {
  const notebook = await readNotebook(file);
  const name = basename(file).replace(/\.ipynb$/, "");
  const out = options.out ?? file.replace(/(\.ipynb)?$/, ".html");
  const sanitize = options.sanitize ? (await import("../page/sanitize.js")).htmlSanitizer() : undefined;
  await writeWhole(out, renderPage(notebook, { title: options.title, fallbackTitle: name, sanitize }));
  say(`written to ${relative("", out)}`);
  return 0;
}
