import MarkdownIt from "markdown-it";
import { textOf } from "../notebook/nbformat";
import type { MimeBundle, MultilineText, TextCell } from "../notebook/nbformat";
import { highlighted } from "./code";
import { escapeHtml } from "../text/html";
import { imageAddress } from "./images";

/** What a cell's Markdown is rendered with: the ids of headings that the page has. */
type Environment = Record<"idOf", (heading: string) => string>;

/** As Jupyter: HTML allowed, bare addresses become links, code is highlighted. */
const markdown = new MarkdownIt({ html: true, linkify: true, highlight: highlighted });

markdown.renderer.rules.heading_open = (tokens, index, _options, environment) => {
  const { idOf } = environment as Environment;
  const text = tokens[index + 1]?.children?.filter(({ type }) => type === "text" || type === "code_inline");
  const id = escapeHtml(idOf((text ?? []).map(({ content }) => content).join("")));
  tokens[index]!.meta = { id };
  return `<${tokens[index]!.tag} id="${id}">`;
};

// A heading is three tokens: its beginning, what stands in it, its end.
markdown.renderer.rules.heading_close = (tokens, index) => {
  const { id } = tokens[index - 2]!.meta as { id: string };
  return ` <a class="anchor" href="#${id}" aria-label="Link to this section">#</a></${tokens[index]!.tag}>\n`;
};

/** Headings get ids, so that a place in the page can be linked. */
export class MarkdownRenderer {
  private readonly taken = new Map<string, number>();

  /** @param clean what the HTML goes through: nothing, or a sanitiser */
  constructor(private readonly clean: (html: string) => string = (html) => html) {}

  render(cell: TextCell): string {
    return this.html(embedAttachments(textOf(cell.source), cell.attachments));
  }

  html(text: string): string {
    const environment: Environment = { idOf: (heading) => this.idOf(heading) };
    return this.clean(markdown.render(text, environment));
  }

  /** As GitHub makes them: lower case, words joined by hyphens. */
  private idOf(heading: string): string {
    const base = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, "")
      .trim()
      .replace(/\s+/g, "-");
    const copies = this.taken.get(base) ?? 0;
    this.taken.set(base, copies + 1);
    if (copies === 0 && base !== "") return base;
    // The id of a copy may be a heading of its own.
    return copies === 0 ? this.idOf("section") : this.idOf(`${base}-${copies}`);
  }
}

/** `attachment:name` is a picture inside the cell. */
function embedAttachments(text: string, attachments: TextCell["attachments"]): string {
  if (!attachments) return text;
  return text.replace(/attachment:([^)\s"']+)/g, (link, written: string) => {
    const name = decoded(written);
    const bundle = Object.hasOwn(attachments, name) ? attachments[name] : undefined;
    return (bundle && addressOf(bundle)) ?? link;
  });
}

function addressOf(bundle: MimeBundle): string | undefined {
  for (const [mime, content] of Object.entries(bundle)) {
    const isText = typeof content === "string" || Array.isArray(content);
    const address = isText ? imageAddress(mime, textOf(content as MultilineText)) : undefined;
    if (address) return address;
  }
  return undefined;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
