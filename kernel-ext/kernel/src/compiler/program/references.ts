/*
 * `/// <reference lib="…" />` at the top of a cell. TypeScript hears such lines at the top of a file only, and tslab puts
 * one of its own in front of every cell.
 */
import { ts } from "../typescript";

/** What of a file such lines are kept in. */
interface WithReferences {
  libReferenceDirectives: readonly ts.FileReference[];
  typeReferenceDirectives: readonly ts.FileReference[];
  referencedFiles: readonly ts.FileReference[];
}

const reference = /^\s*\/\/\/\s*<reference\s/m;

/** Tells a file of the references that stand behind its first so many characters. */
export function addReferences(file: ts.SourceFile, before: number): void {
  const text = file.text.slice(before);
  if (!reference.test(text)) return;
  const found = ts.preProcessFile(text, false, false);
  const moved = (all: readonly ts.FileReference[]): readonly ts.FileReference[] =>
    all.map((one) => ({ ...one, pos: one.pos + before, end: one.end + before }));
  const into = file as unknown as WithReferences;
  into.libReferenceDirectives = moved(found.libReferenceDirectives.filter(isNotNewer));
  into.typeReferenceDirectives = moved(found.typeReferenceDirectives);
  into.referencedFiles = moved(found.referencedFiles);
}

/** What this TypeScript has no file for, and cells know without one where Node has it. */
function isNotNewer({ fileName }: ts.FileReference): boolean {
  const known = (ts as unknown as { readonly libMap: ReadonlyMap<string, string> }).libMap;
  return known.has(fileName.toLowerCase()) || !/^es(?:next|20\d\d)\b/i.test(fileName);
}

/** Those of a cell, one a line, as later cells need them too. */
export function referencesIn(text: string): readonly string[] {
  if (!reference.test(text)) return [];
  const found = ts.preProcessFile(text, false, false);
  return [...found.libReferenceDirectives, ...found.typeReferenceDirectives, ...found.referencedFiles].map(
    (one) => {
      const start = text.lastIndexOf("\n", one.pos) + 1;
      const end = text.indexOf("\n", one.end);
      return text.slice(start, end < 0 ? undefined : end).trim();
    },
  );
}
