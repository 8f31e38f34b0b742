/*
 * From the engine's text of functions to their author's.
 */
import { readMark } from "./mark";
import type { SourceText } from "./source-text";

export class FunctionTexts {
  readonly #sources = new Map<number, SourceText>();

  /** From now on functions of this cell or file are known. */
  add(source: SourceText | undefined): void {
    if (source) this.#sources.set(source.id, source);
  }

  /** @param text the engine's. */
  original(text: string): string {
    const mark = readMark(text);
    if (!mark) return text;
    try {
      return this.#sources.get(mark.source)?.of(mark) ?? text;
    } catch {
      // Whoever asks from the end of the stack: no reason to fail where the engine does not.
      return text;
    }
  }
}
