/*
 * A notebook as one HTML file: everything that it needs is inside, so it works offline and can be sent around.
 */
import { textOf } from "../notebook/nbformat";
import type { Cell, CodeCell, Notebook } from "../notebook/nbformat";
import { highlighted } from "./code";
import { Figures } from "./figures";
import { escapeHtml } from "../text/html";
import { MarkdownRenderer } from "./markdown";
import { policyFor } from "./policy";
import { renderOutput } from "./outputs";
import type { Renderers } from "./outputs";
import { style } from "./style";

interface PageOptions {
  /** The title; without it the notebook's own, else its first heading. */
  readonly title?: string | undefined;
  /** The title of a notebook that has none. */
  readonly fallbackTitle?: string;
  /**
   * What all HTML of the notebook goes through (`htmlSanitizer()` makes one). With it the page also forbids the browser
   * to run any script but its own, and to fetch or send anything. Without it HTML is put in as it is.
   */
  readonly sanitize?: ((html: string) => string) | undefined;
}

/**
 * The page as text: Markdown rendered, code highlighted, figures interactive (plotly.js is inside, about 4 MB, if
 * there is a figure), pictures, HTML, streams with their colours, errors. What a cell shows as HTML, and HTML in
 * Markdown, is put in as it is, scripts included, as nbconvert does; everything else of a notebook is shown and never
 * run. Give `sanitize` for a notebook that you do not trust.
 */
export function renderPage(notebook: Notebook, options: PageOptions = {}): string {
  const clean = options.sanitize ?? ((html: string) => html);
  const parts: Renderers = { figures: new Figures(), markdown: new MarkdownRenderer(clean), clean };
  const language = languageOf(notebook);
  const body = notebook.cells.map((cell) => renderCell(cell, language, parts)).filter(Boolean);
  const scripts = parts.figures.scripts();
  const policy = options.sanitize
    ? `\n<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policyFor(scripts))}">`
    : "";
  const title = options.title ?? notebook.metadata.title ?? firstHeading(notebook) ?? options.fallbackTitle;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">${policy}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="espalier">
<title>${escapeHtml(title ?? "Notebook")}</title>
<style>${style}</style>
</head>
<body>
<main${options.sanitize ? ' class="sanitized"' : ""}>
${body.join("\n")}
</main>
${scripts.map((code) => `<script>${code}</script>`).join("\n")}
</body>
</html>
`;
}

function renderCell(cell: Cell, language: string, parts: Renderers): string {
  const hidden = (tag: string): boolean => cell.metadata.tags?.includes(tag) ?? false;
  if (hidden("remove-cell") || cell.cell_type === "raw") return "";
  if (cell.cell_type !== "code") return `<section class="text">\n${parts.markdown.render(cell)}</section>`;
  const source = hidden("remove-input") ? "" : renderSource(cell, language);
  const outputs = hidden("remove-output") ? [] : cell.outputs.map((output) => renderOutput(output, parts));
  const shown = [source, ...outputs].filter(Boolean);
  return shown.length > 0 ? `<div class="cell">\n${shown.join("\n")}\n</div>` : "";
}

function renderSource(cell: CodeCell, language: string): string {
  const code = textOf(cell.source).trimEnd();
  return code === "" ? "" : `<pre class="source"><code>${highlighted(code, language)}</code></pre>`;
}

function languageOf({ metadata }: Notebook): string {
  const name = metadata.language_info?.name ?? metadata.kernelspec?.language;
  return typeof name === "string" ? name : "typescript";
}

function firstHeading(notebook: Notebook): string | undefined {
  for (const cell of notebook.cells) {
    const heading = cell.cell_type === "markdown" ? /^# +(.+)$/m.exec(textOf(cell.source)) : null;
    if (heading) return heading[1]!.replace(/[*_`]/g, "");
  }
  return undefined;
}
