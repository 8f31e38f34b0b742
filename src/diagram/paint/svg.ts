/* SVG as text: elements, their attributes, and text from elsewhere made safe. */
import { escapeHtml } from "../../text/html";
import { visible } from "../../visible";

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** `<name a="…">…</name>`. */
export function element(name: string, attributes: Attributes, ...inside: readonly string[]): string {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) =>
      value === undefined ? [] : [` ${key}="${escapeHtml(visible(String(value)))}"`],
    )
    .join("");
  return inside.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${inside.join("")}</${name}>`;
}

/** Text to be read. */
export const text = (content: string, attributes: Attributes): string =>
  content === "" ? "" : element("text", attributes, escapeHtml(visible(content)));

/** What shows where somebody points, and what a screen reader says. */
export const titleOf = (content: string): string => element("title", {}, escapeHtml(visible(content)));
