/*
 * The text of a cell or file, of which functions are asked for theirs: what their author wrote, types away. Worked out when
 * somebody first asks.
 */
import { ts } from "../typescript";
import type { Edited } from "./edits";
import { type Constant, eraseTypes, type Erased } from "./erase";
import type { Span } from "./mark";
import { printedTexts, type PrintedSource } from "./printed";

let last = 0;

interface SourceTextRequest extends PrintedSource {
  /** Members of `const enum`s, whose values stand in the script. */
  readonly constants?: readonly Constant[];
}

export class SourceText {
  /** By which marks name it. */
  readonly id = ++last;
  readonly #request: SourceTextRequest;
  #erased: Erased | undefined;
  #printed: ReadonlyMap<string, string> | undefined;

  constructor(request: SourceTextRequest) {
    this.#request = request;
  }

  /** The text of the function that stands there; `undefined`: TypeScript makes none of it. */
  of(span: Span): string | undefined {
    this.#erased ??= this.#erase();
    const { text, remains } = this.#erased;
    const isErasable = !remains.some((one) => one.start >= span.start && one.end <= span.end);
    return isErasable ? this.#slice(text, span) : this.#print(span);
  }

  #slice(text: Edited, { start, end }: Span): string {
    return text.slice(start, end);
  }

  #print({ start, end }: Span): string | undefined {
    this.#printed ??= printedTexts(this.#request);
    return this.#printed.get(`${start}:${end}`);
  }

  #erase(): Erased {
    const { name, text, kind, constants = [] } = this.#request;
    // A cell is a module, whether it imports anything or not.
    const source = `${text}\nexport {};`;
    return eraseTypes(ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, kind), constants);
  }
}
