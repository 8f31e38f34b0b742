import { ts } from "../typescript";

interface Span {
  readonly pos: number;
  readonly end: number;
}

/** A text of which tokens are blanked out or replaced, while comments, line ends and all other places stay. */
export class Blanks {
  readonly #file: ts.SourceFile;
  readonly #characters: string[];

  constructor(file: ts.SourceFile) {
    this.#file = file;
    this.#characters = file.text.split("");
  }

  get text(): string {
    return this.#characters.join("");
  }

  /** The first such token that belongs to the node itself. */
  keyword(node: ts.Node, kind: ts.SyntaxKind): Span | undefined {
    const token =
      node.getChildren(this.#file).find((child) => child.kind === kind) ??
      (ts.canHaveModifiers(node) ? ts.getModifiers(node)?.find((one) => one.kind === kind) : undefined);
    return token;
  }

  /** Puts something, and blanks, where a token is. */
  replace(token: ts.Node | Span | undefined, by: string): void {
    if (token) this.#put(this.#start(token), token.end, (length) => by.padEnd(length));
  }

  /** As `replace`, at the token's end. */
  replaceEnd(token: ts.Node | Span | undefined, by: string): void {
    if (token) this.#put(this.#start(token), token.end, (length) => by.padStart(length));
  }

  /** Blanks a whole statement, but that it still ends what stands before it. */
  statement(node: ts.Statement): void {
    const start = node.getStart(this.#file);
    this.tokens(start, node.end);
    this.#characters[start] = ";";
  }

  /** Blanks all tokens in a range; comments stay. */
  tokens(start: number, end: number): void {
    for (const token of this.#scan(start, end))
      this.#put(token.pos, token.end, (length) => " ".repeat(length));
  }

  /** Blanks the comma that comes next, if one does. */
  commaAfter(position: number): void {
    const next = this.#scan(position, this.#file.text.length).next().value;
    if (next?.kind === ts.SyntaxKind.CommaToken) this.tokens(next.pos, next.end);
  }

  *#scan(start: number, end: number): Generator<Span & { readonly kind: ts.SyntaxKind }, undefined> {
    const { text } = this.#file;
    const scanner = ts.createScanner(
      ts.ScriptTarget.Latest,
      true,
      undefined,
      text,
      undefined,
      start,
      end - start,
    );
    for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
      yield { kind, pos: scanner.getTokenPos(), end: scanner.getTextPos() };
    }
    return undefined;
  }

  #start(token: ts.Node | Span): number {
    return "getStart" in token ? token.getStart(this.#file) : token.pos;
  }

  #put(start: number, end: number, fill: (length: number) => string): void {
    const by = fill(end - start);
    for (let index = start; index < end; index++) this.#characters[index] = by[index - start] ?? " ";
  }
}
