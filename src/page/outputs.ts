import { isJsonMime, textOf } from "../notebook/nbformat";
import type { MimeBundle, MultilineText, Output } from "../notebook/nbformat";
import { ansiToHtml } from "./ansi";
import { highlighted } from "./code";
import type { Figures } from "./figures";
import { escapeHtml } from "../text/html";
import { notice } from "./html";
import { image, imageTypes, svgAddress } from "./images";
import type { MarkdownRenderer } from "./markdown";

export interface Renderers {
  readonly figures: Figures;
  readonly markdown: MarkdownRenderer;
  /** What HTML of a cell goes through: nothing, or a sanitiser. */
  readonly clean: (html: string) => string;
}

type Render = (content: unknown, renderers: Renderers) => string;

const text = (content: unknown): string =>
  typeof content === "string" || Array.isArray(content)
    ? textOf(content as MultilineText)
    : JSON.stringify(content);

/** The forms that can be shown, richest first. */
const renderers: readonly (readonly [mime: string, render: Render])[] = [
  ["application/vnd.plotly.v1+json", (content, { figures }) => figures.place(content)],
  ["text/html", (content, { clean }) => `<div class="html">${clean(text(content))}</div>`],
  ["image/svg+xml", (content) => `<img alt="" src="${svgAddress(text(content))}">`],
  ...imageTypes.map((mime) => [mime, (content: unknown) => image(mime, text(content))] as const),
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
    // The name comes from the file, whatever the type says of it.
    const name = output.name === "stderr" ? "stderr" : "stdout";
    return shown === "" ? "" : `<pre class="output ${name}">${shown}</pre>`;
  }
  if (output.output_type === "error") {
    const lines = output.traceback.length > 0 ? output.traceback : [`${output.ename}: ${output.evalue}`];
    return `<pre class="output error">${ansiToHtml(lines.join("\n"))}</pre>`;
  }
  // A later minor version of the format may have kinds that this one does not.
  const { data, output_type: type } = output as { data?: MimeBundle; output_type: string };
  const known = type === "display_data" || type === "execute_result";
  const html =
    known && data ? renderBundle(data, parts) : notice(`an output of the kind ${type} cannot be shown here`);
  return html === "" ? "" : `<div class="output">${html}</div>`;
}

function renderBundle(data: MimeBundle, parts: Renderers): string {
  for (const [mime, render] of renderers) {
    if (Object.hasOwn(data, mime)) return render(data[mime], parts);
  }
  const others = Object.keys(data).filter((mime) => !isJsonMime(mime));
  return others.length > 0 ? notice(`${others.join(", ")} cannot be shown here`) : "";
}
