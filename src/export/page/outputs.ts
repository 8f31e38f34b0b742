import { isJsonMime, textOf } from "../nbformat";
import type { MimeBundle, MultilineText, Output } from "../nbformat";
import { ansiToHtml } from "./ansi";
import { highlighted } from "./code";
import type { Figures } from "./figures";
import { escapeHtml } from "./html";
import type { MarkdownRenderer } from "./markdown";

export interface Renderers {
  readonly figures: Figures;
  readonly markdown: MarkdownRenderer;
}

type Render = (content: unknown, renderers: Renderers) => string;

const text = (content: unknown): string =>
  typeof content === "string" || Array.isArray(content)
    ? textOf(content as MultilineText)
    : JSON.stringify(content);

/** A picture's content is base64; line breaks in it are allowed there, not in an address. */
const picture =
  (mime: string): Render =>
  (content) =>
    `<img alt="" src="data:${mime};base64,${text(content).replace(/\s/g, "")}">`;

/** The forms that can be shown, richest first. */
const renderers: readonly (readonly [mime: string, render: Render])[] = [
  ["application/vnd.plotly.v1+json", (content, { figures }) => figures.place(content)],
  ["text/html", (content) => `<div class="html">${text(content)}</div>`],
  [
    "image/svg+xml",
    (content) =>
      `<img alt="" src="data:image/svg+xml;base64,${Buffer.from(text(content)).toString("base64")}">`,
  ],
  ["image/png", picture("image/png")],
  ["image/jpeg", picture("image/jpeg")],
  ["image/gif", picture("image/gif")],
  ["text/markdown", (content, { markdown }) => `<div class="html">${markdown.html(text(content))}</div>`],
  [
    "application/json",
    (content) => `<pre>${highlighted(JSON.stringify(content, undefined, 2), "json")}</pre>`,
  ],
  ["text/latex", (content) => `<pre>${escapeHtml(text(content))}</pre>`],
  ["text/plain", (content) => `<pre>${ansiToHtml(text(content))}</pre>`],
];

/** One output of a cell as HTML; of several forms the richest that a page can show. */
export function renderOutput(output: Output, parts: Renderers): string {
  if (output.output_type === "stream") {
    const shown = ansiToHtml(textOf(output.text).replace(/\n$/, ""));
    return shown === "" ? "" : `<pre class="output ${output.name}">${shown}</pre>`;
  }
  if (output.output_type === "error") {
    const lines = output.traceback.length > 0 ? output.traceback : [`${output.ename}: ${output.evalue}`];
    return `<pre class="output error">${ansiToHtml(lines.join("\n"))}</pre>`;
  }
  const html = renderBundle(output.data, parts);
  return html === "" ? "" : `<div class="output">${html}</div>`;
}

function renderBundle(data: MimeBundle, parts: Renderers): string {
  for (const [mime, render] of renderers) {
    if (data[mime] !== undefined) return render(data[mime], parts);
  }
  const others = Object.keys(data).filter((mime) => !isJsonMime(mime));
  return others.length > 0
    ? `<pre class="quiet">(${escapeHtml(others.join(", "))} cannot be shown here)</pre>`
    : "";
}
