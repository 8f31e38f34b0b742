/*
 * What a name is: its signature and its documentation.
 */
import type { MimeData } from "../../bridge/messages";
import type { ts } from "../typescript";

/** @param place - where it is declared; shown if given. */
export function inspection(info: ts.QuickInfo, place: string | undefined): MimeData {
  const signature = text(info.displayParts);
  const documentation = text(info.documentation);
  const tags = (info.tags ?? []).map((tag) => ({ name: tag.name, text: text(tag.text) }));
  const plain = [
    signature,
    documentation,
    tags.map((tag) => `@${tag.name} ${tag.text}`.trimEnd()).join("\n"),
    place === undefined ? "" : `declared in ${place}`,
  ];
  const markdown = [
    `\`\`\`typescript\n${signature}\n\`\`\``,
    documentation,
    tags.map((tag) => tagInMarkdown(tag.name, tag.text)).join("\n\n"),
    place === undefined ? "" : `declared in \`${place}\``,
  ];
  const join = (parts: readonly string[]): string => parts.filter((part) => part !== "").join("\n\n");
  return { "text/plain": join(plain), "text/markdown": join(markdown) };
}

function tagInMarkdown(name: string, content: string): string {
  if (name === "example" && !content.includes("```"))
    return `*@${name}*\n\`\`\`typescript\n${content}\n\`\`\``;
  const [, subject, rest] = /^(\S+)\s*([\s\S]*)$/.exec(content) ?? [];
  if (name === "param" && subject !== undefined) return `*@param* \`${subject}\` ${rest ?? ""}`.trimEnd();
  return `*@${name}* ${content}`.trimEnd();
}

function text(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return (parts ?? []).map((part) => part.text).join("");
}
