/*
 * A cell on its way from text to a function: what the compiler promises to whoever runs it.
 */
import type { CompleteResult, IsCompleteResult, MimeData } from "../bridge/messages";
import type { SourceText } from "./texts";

export interface Position {
  /** From 1, in the cell's own text (or the file's). */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

export interface Diagnostic {
  readonly message: string;
  /** TypeScript's number, as in `TS2304`. */
  readonly code: number;
  readonly start: Position;
  readonly end: Position;
  /** Of a file that the cell imports, relative to the notebook's folder; `undefined`: the cell itself. */
  readonly file: string | undefined;
}

/** A cell that TypeScript refuses; nothing of it has run. */
export class TypeScriptError extends Error {
  override readonly name = "TypeScriptError";
  /** All of them, in the order of the text. */
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((one) => `${one.start.line}:${one.start.column} - ${one.message}`).join("\n"));
  }
}

/** From generated positions to the cell's own. */
export interface CellMap {
  /** Line and column from 1, of `CompiledCell.script` as it stands; `undefined`: generated code without a source. */
  original(line: number, column: number): Position | undefined;
}

export interface CompiledCell {
  /**
   * The body of a function `(exports, require)`, async if `isAsync`. `require("#cell")` gives its `CellRuntime`.
   * Nothing in it depends on what stands before its first line.
   */
  readonly script: string;
  readonly isAsync: boolean;
  readonly map: CellMap;
  /** Packages and files that static imports name, in order: to be loaded before the cell's first line runs. */
  readonly imports: readonly string[];
  /** Values that the cell declares at its top level; each becomes a property of `exports`. */
  readonly names: readonly string[];
  /** What functions of the script are asked for; `undefined`: it has none. */
  readonly text: SourceText | undefined;
  /** Project files in TypeScript that changed since they were last handed over: CommonJS by absolute path of the .js. */
  readonly sideOutputs: readonly {
    readonly path: string;
    readonly data: string;
    readonly text: SourceText | undefined;
  }[];
  /** What the user is to know before it runs, for people: that it was not checked, and why. */
  readonly warnings: readonly string[];
}

/** What the emitted code of a cell finds as `require("#cell")`. */
export interface CellRuntime {
  /** Element 0 (`flag.stop`) not 0: call `checkpoint`. */
  readonly stop: Int32Array;
  /** Returns, or throws `Interrupted` into code whose execution is to end. */
  checkpoint(): void;
  /** The namespace of a static import, already loaded. CommonJS comes with `default` (esModuleInterop). */
  load(specifier: string): Readonly<Record<string, unknown>>;
  /** `import(specifier)`. */
  import(specifier: unknown, options?: unknown): Promise<unknown>;
  /** `import.meta`: the URL of the notebook's folder and what else a module of that place would find there. */
  readonly meta: Readonly<Record<string, unknown>>;
  /** The value of the cell's last expression. */
  finish(value: unknown): void;
}

export interface Compiler {
  /** What of the project's settings cells do without, for people: as things are since the last cell was compiled. */
  readonly warnings: readonly string[];
  /**
   * Checks and translates a cell against all that was committed. Changes nothing that later cells see.
   *
   * @throws TypeScriptError
   */
  compile(code: string): CompiledCell;
  /**
   * What the cell declared is known to later cells from now on. `initialised`: of a cell that failed in the middle, the
   * names that have got a value; others, and what was typed by them alone, stay unknown.
   */
  commit(cell: CompiledCell, initialised?: ReadonlySet<string>): void;
  complete(code: string, offset: number): CompleteResult;
  inspect(code: string, offset: number, detail: number): MimeData | undefined;
  isComplete(code: string): IsCompleteResult;
  close(): void;
}

export interface CompilerOptions {
  /** The notebook's folder. */
  readonly folder: string;
  readonly language: "typescript" | "javascript";
  /** No type errors, no types from packages: as fast as it gets. */
  readonly transpileOnly: boolean;
  /** Asked now and then while a cell is checked: what it throws ends the check, and comes out of `compile`. */
  readonly checkpoint?: () => void;
}
