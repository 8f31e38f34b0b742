import MarkdownIt from "markdown-it";
import { isJsonMime, textOf } from "../nbformat";
import type { MimeBundle, TextCell } from "../nbformat";
import { highlighted } from "./code";
import { escapeHtml } from "./html";

/** As Jupyter: HTML allowed, bare addresses become links, code is highlighted. */
const markdown = new MarkdownIt({ html: true, linkify: true, highlight: highlighted });

/** Headings get ids, so that a place in the page can be linked. */
export class MarkdownRenderer {
  private readonly taken = new Set<string>();

  render(cell: TextCell): string {
    return this.html(embedAttachments(textOf(cell.source), cell.attachments));
  }

  html(text: string): string {
    return markdown
      .render(text)
      .replace(/<h([1-6])>([\s\S]*?)<\/h\1>/g, (_, level: string, inner: string) => {
        const id = escapeHtml(this.idOf(inner.replace(/<[^>]*>/g, "")));
        return `<h${level} id="${id}">${inner} <a class="anchor" href="#${id}" aria-label="Link to this section">#</a></h${level}>`;
      });
  }

  /** As GitHub makes them: lower case, words joined by hyphens. */
  private idOf(heading: string): string {
    const base = heading
      .toLowerCase()
      .replace(/&\w+;/g, "")
      .replace(/[^\p{L}\p{N}\s-]/gu, "")
      .trim()
      .replace(/\s+/g, "-");
    let id = base || "section";
    for (let copy = 1; this.taken.has(id); copy += 1) id = `${base}-${copy}`;
    this.taken.add(id);
    return id;
  }
}

/** `attachment:name` is a picture inside the cell. */
function embedAttachments(text: string, attachments: TextCell["attachments"]): string {
  if (!attachments) return text;
  return text.replace(/attachment:([^)\s"']+)/g, (whole, name: string) => {
    const address = dataAddress(attachments[decodeURIComponent(name)] ?? {});
    return address ?? whole;
  });
}

function dataAddress(bundle: MimeBundle): string | undefined {
  const [mime, content] = Object.entries(bundle).find(([type]) => !isJsonMime(type)) ?? [];
  return typeof content === "string" ? `data:${mime};base64,${content.replace(/\s/g, "")}` : undefined;
}
