import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkBrowser } from "../../src/cli/doctor/browser";
import { renderPage } from "../../src/page/index";
import { htmlSanitizer } from "../../src/page/sanitize";
import { parseNotebook } from "../../src/notebook/parse-notebook";
import { temporaryFolder } from "../e2e/notebooks";
import { pythonWith } from "../e2e/python";
import { hostile } from "./hostile/notebooks";
import type { Hostile } from "./hostile/notebooks";
import { Visitor } from "./hostile/visit";

const found = checkBrowser();
const { path: folder, remove } = temporaryFolder();
const files = hostile.map((one, index) => ({ ...one, file: `n${index}` }));

/** The page of a notebook, in a file. */
function write({ notebook, file }: Hostile & { file: string }, sanitize?: (html: string) => string): string {
  const page = renderPage(parseNotebook(JSON.stringify(notebook), `${file}.ipynb`), {
    sanitize,
    fallbackTitle: `</title><script>window.__hit=1</script>`,
  });
  const place = join(folder, `${file}${sanitize ? "-clean" : ""}.html`);
  writeFileSync(place, page);
  return pathToFileURL(place).href;
}

describe.skipIf(found.state !== "found")("a hostile notebook's page in a browser (needs Chromium)", () => {
  let browser: Visitor;
  beforeAll(async () => {
    browser = await Visitor.start(found.detail);
  });
  afterAll(async () => {
    await browser.close();
    remove();
  });

  it("the browser sees a script that runs, and a page that asks for something", async () => {
    const place = join(folder, "control.html");
    writeFileSync(
      place,
      `<main><a href="javascript:window.__hit=1">x</a><img src="https://example.invalid/a.png"></main>`,
    );
    expect(await browser.visit(pathToFileURL(place).href)).toMatchObject({
      ran: true,
      requests: ["https://example.invalid/a.png"],
    });
  });

  it.each(files)("runs nothing but what HTML runs: $name", async (one) => {
    const seen = await browser.visit(write(one), one.figure && !one.asHtml);
    if (!one.asHtml) expect(seen.ran).toBe(false);
  });

  describe("sanitised", () => {
    let sanitize: (html: string) => string;
    beforeAll(() => {
      sanitize = htmlSanitizer();
    });

    it.each(files)("runs nothing, asks for nothing, stays in its place: $name", async (one) => {
      const seen = await browser.visit(write(one, sanitize), one.name.startsWith("figure"));
      expect(seen).toMatchObject({ ran: false, requests: [], errors: [], covered: false });
      expect(seen.figures).toBe(one.figure ? 1 : 0);
    });
  });

  const python = pythonWith("nbconvert");
  it.skipIf(!python)("nbconvert runs all that ours runs (needs nbconvert)", async () => {
    const source = join(folder, "sources");
    mkdirSync(source);
    for (const { file, notebook } of files)
      writeFileSync(join(source, `${file}.ipynb`), JSON.stringify(notebook));
    // One by one in one process: some of them are refused.
    const convert = `
import sys, glob, os
from nbconvert import HTMLExporter
for name in glob.glob(sys.argv[1] + "/*.ipynb"):
    try:
        body, _ = HTMLExporter().from_filename(name)
    except Exception:
        continue
    open(name[:-6] + ".html", "w").write(body)
`;
    const { status, stderr } = spawnSync(python!, ["-c", convert, source], { encoding: "utf8" });
    expect(status, stderr).toBe(0);
    const wrong: string[] = [];
    for (const one of files) {
      const theirs = join(source, `${one.file}.html`);
      if (!one.asHtml) continue;
      const ours = await browser.visit(write(one));
      if (!ours.ran) continue;
      const { ran } = await browser.visit(pathToFileURL(theirs).href);
      if (!ran) wrong.push(one.name);
    }
    // What nbconvert writes goes through another parser of HTML once more (Beautiful Soup), which happens to break this one.
    expect(wrong).toEqual(["HTML: mutation by noscript"]);
  });
});
