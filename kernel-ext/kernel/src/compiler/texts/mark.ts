/*
 * A mark says whose text a function is: it stands in the script as the last comment of every function and class that its
 * author wrote, where the engine's own text of the function ends. What functions are asked for is the text without any of it.
 */

/** A place in the text of a cell or file, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Mark extends Span {
  /** Of the `SourceText`. */
  readonly source: number;
}

const opening = "/*text ";
/** What may follow: comments of the author's, and the end of the body. */
const form = /^\/\*text (\d+):(\d+):(\d+)\*\/(?:\s|\/\*(?:(?!\*\/)[^])*\*\/|\/\/[^\n]*\n)*[)}]$/;
/** Without the delimiters of the comment. */
export function markText({ source, start, end }: Mark): string {
  return `text ${source}:${start}:${end}`;
}

export function hasMarks(script: string): boolean {
  return script.includes(opening);
}

/** @param text what the engine gives for a function; `undefined`: it is not one of a cell. */
export function readMark(text: string): Mark | undefined {
  const position = text.lastIndexOf(opening);
  if (position < 0) return undefined;
  const found = form.exec(text.slice(position));
  return found ? { source: Number(found[1]), start: Number(found[2]), end: Number(found[3]) } : undefined;
}
