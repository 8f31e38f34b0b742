/*
 * What a name is: its signature and its documentation.
 */
import type { MimeData } from "../../bridge/messages";
import { prefix } from "../tslab/cell-host";
import { internals, ts } from "../typescript";

/** What nobody declared is told as `any` of no kind. */
export function isKnown(info: ts.QuickInfo): boolean {
  return info.kind !== ts.ScriptElementKind.unknown || text(info.displayParts) !== "any";
}

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

/**
 * Where the name at a position is declared, for people.
 *
 * @param previousName - the file of what earlier cells declare.
 */
export function declarationPlace(
  program: ts.Program,
  file: ts.SourceFile,
  previousName: string,
  position: number,
): string | undefined {
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(internals.getTouchingPropertyName(file, position));
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target?.declarations?.[0];
  if (!declaration) return undefined;
  const source = declaration.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(declaration.getStart(source));
  if (source.fileName === previousName) return "an earlier cell";
  return source === file ? `line ${line + 1 - linesBefore} of this cell` : `${source.fileName}:${line + 1}`;
}

const linesBefore = prefix.split("\n").length - 1;

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
