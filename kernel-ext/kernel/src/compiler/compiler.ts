/*
 * The compiler of a notebook's cells: checks, translates and remembers.
 */
import type { CompleteResult, IsCompleteResult, MimeData } from "../bridge/messages";
import { withAdvice } from "./advice";
import {
  type CellMap,
  type CompiledCell,
  type Compiler,
  type CompilerOptions,
  type Diagnostic,
  TypeScriptError,
} from "./contract";
import { emitDeclarations } from "./declarations/emit";
import { type CellDeclarations, KnownDeclarations } from "./declarations/known";
import { semanticErrors, syntaxDiagnostics, syntaxErrors, toDiagnostics } from "./diagnostics";
import { emitCell, neutralise } from "./emit";
import type { EmittedCell } from "./emit-contract";
import { completions } from "./language/complete";
import { declarationPlace, inspection, isKnown } from "./language/inspect";
import { isComplete } from "./language/is-complete";
import { ProjectSettings } from "./options/settings";
import { SideFiles, type SideOutput, sourcesOf } from "./side-files";
import { CellHost, type CellWork, prefix } from "./tslab/cell-host";
import { type CodeMetadata, loadTslab } from "./tslab/load";
import { ts } from "./typescript";

/** Thrown through tslab's converter when a cell is no TypeScript at all. */
class SyntaxFailure extends Error {
  constructor(readonly errors: readonly ts.DiagnosticWithLocation[]) {
    super("The cell has syntax errors.");
  }
}

/** Asks for what most first cells ask for: the library's types, Node's, a declaration, a script. */
const ordinaryCell =
  "const warm = [1].map((x) => `${x}`);\nconsole.log(warm);\nawait Promise.resolve();\nwarm";

const nothing: EmittedCell = {
  script: "",
  isAsync: false,
  map: { original: () => undefined } satisfies CellMap,
  imports: [],
  names: [],
  text: undefined,
};

export class CellCompiler implements Compiler {
  readonly #settings: ProjectSettings;
  readonly #host: CellHost;
  readonly #folder: string;
  readonly #isJs: boolean;
  readonly #known = new KnownDeclarations();
  readonly #sideFiles = new SideFiles();
  readonly #declared = new WeakMap<CompiledCell, CellDeclarations>();

  constructor(options: CompilerOptions) {
    this.#folder = options.folder;
    this.#isJs = options.language === "javascript";
    this.#settings = new ProjectSettings(options);
    this.#host = new CellHost(options.folder, this.#isJs, this.#settings.current);
  }

  get warnings(): readonly string[] {
    return this.#settings.warnings;
  }

  /** What the project's tsconfig.json says, for who loads what cells import. */
  get settings(): ts.CompilerOptions {
    return this.#settings.current.options;
  }

  /** Does now what the first cell would wait for. */
  warm(): void {
    this.compile(ordinaryCell);
  }

  compile(code: string): CompiledCell {
    this.#refresh();
    const metadata = loadTslab().getCodeMetadata(code);
    if (metadata.module !== undefined) return this.#addModule(metadata.module, code, metadata);
    if (metadata.mode === "browser") return this.#finished(nothing, [], { text: "", meanings: new Map() });
    return this.#guarded(code, () => this.#convert(code));
  }

  commit(cell: CompiledCell, initialised?: ReadonlySet<string>): void {
    const declared = this.#declared.get(cell);
    if (!declared) throw new Error("This cell was compiled by another compiler.");
    this.#known.add(declared, initialised);
  }

  complete(code: string, offset: number): CompleteResult {
    this.#refresh();
    const source = neutralise(code);
    const work = this.#work(source);
    try {
      return completions(this.#host.complete(this.#known.textFor(source), source, offset, work), code);
    } catch {
      // TypeScript's search stumbles over some broken texts; no answer is an answer here.
      this.#host.cells.forget();
      return { matches: [], start: offset, end: offset, types: [] };
    }
  }

  inspect(code: string, offset: number, detail: number): MimeData | undefined {
    this.#refresh();
    const source = neutralise(code);
    const work = this.#work(source);
    try {
      for (const place of [offset, offset - 1]) {
        if (place < 0) continue;
        const info = this.#host.inspect(this.#known.textFor(source), source, place, work);
        if (info && isKnown(info)) return inspection(info, detail > 0 ? this.#placeOf(place) : undefined);
      }
    } catch {
      this.#host.cells.forget();
    }
    return undefined;
  }

  /** Where the name at this offset of the text that was inspected last is declared. */
  #placeOf(offset: number): string | undefined {
    const { cells, sourceName, previousName } = this.#host;
    const file = cells.memoryFile(sourceName);
    return file && declarationPlace(cells.program, file, previousName, offset + prefix.length);
  }

  isComplete(code: string): IsCompleteResult {
    return isComplete(neutralise(code));
  }

  close(): void {
    this.#host.close();
  }

  #refresh(): void {
    if (this.#settings.refresh()) this.#host.cells.settings = this.#settings.current;
  }

  #convert(code: string): CompiledCell {
    const source = neutralise(code);
    let emitted = nothing;
    let declared: CellDeclarations = { text: "", meanings: new Map() };
    let sideOutputs: readonly SideOutput[] = [];
    const work: CellWork = {
      ...this.#work(source),
      parsed: (file) => {
        const errors = syntaxErrors(file);
        if (errors.length > 0) throw new SyntaxFailure(errors);
      },
      emit: (program, cell, previous) => {
        declared = emitDeclarations(program, cell);
        const before = { characters: prefix.length, lines: 1 };
        emitted = emitCell({ program, cell, before, length: source.length, previous });
        sideOutputs = this.#sideFiles.outputs(program, sourcesOf(program, cell));
        return { script: emitted.script, declarations: declared.text };
      },
    };
    const { diagnostics } = this.#host.convert(this.#known.textFor(source), source, work);
    if (diagnostics.length > 0) throw this.#refusal(toDiagnostics(diagnostics, code), code);
    return this.#finished(emitted, sideOutputs, declared);
  }

  #addModule(name: string, code: string, metadata: CodeMetadata): CompiledCell {
    return this.#guarded(code, () => {
      const { diagnostics } = this.#host.addModule(name, code, metadata, this.#work(code));
      if (diagnostics.length > 0) throw this.#refusal(toDiagnostics(diagnostics, code), code);
      return this.#finished(nothing, [], { text: "", meanings: new Map() });
    });
  }

  #finished(
    emitted: EmittedCell,
    sideOutputs: readonly SideOutput[],
    declared: CellDeclarations,
  ): CompiledCell {
    const cell: CompiledCell = { ...emitted, sideOutputs };
    this.#declared.set(cell, declared);
    return cell;
  }

  #work(source: string): CellWork {
    return {
      kind: this.#kindOf(source),
      diagnose: (program, file) => this.#diagnose(program, file),
      emit: () => ({ script: "", declarations: "" }),
    };
  }

  /** JSX where the text is correct only with it: `<T>x` stays an assertion of a type. */
  #kindOf(source: string): ts.ScriptKind {
    if (this.#isJs) return ts.ScriptKind.JSX;
    const parse = (kind: ts.ScriptKind): number =>
      syntaxErrors(ts.createSourceFile("cell.ts", prefix + source, ts.ScriptTarget.Latest, false, kind))
        .length;
    if (!/<[A-Za-z>]/.test(source) || parse(ts.ScriptKind.TS) === 0) return ts.ScriptKind.TS;
    return parse(ts.ScriptKind.TSX) === 0 ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  }

  #diagnose(program: ts.Program, file: ts.SourceFile): readonly ts.Diagnostic[] {
    if (this.#settings.transpileOnly || isUnchecked(file.text)) return syntaxErrors(file);
    return [file, ...sourcesOf(program, file)].flatMap((one) => semanticErrors(program, one));
  }

  #refusal(diagnostics: readonly Diagnostic[], code: string): TypeScriptError {
    return new TypeScriptError(withAdvice(diagnostics, code, this.#folder));
  }

  /** Whatever happens to TypeScript on its way through a text, the next cell finds it in order. */
  #guarded<T>(code: string, run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (error instanceof TypeScriptError) throw error;
      this.#host.cells.forget();
      if (error instanceof SyntaxFailure) throw this.#refusal(syntaxDiagnostics(error.errors, code), code);
      throw new TypeScriptError([failure(error)]);
    }
  }
}

/** A cell that begins with the comment `// @ts-nocheck`, as a file may. */
function isUnchecked(text: string): boolean {
  const own = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  const comments = ts.getLeadingCommentRanges(own, 0) ?? [];
  return comments.some((one) => /^\/[/*]\s*@ts-nocheck\b/.test(own.slice(one.pos, one.end)));
}

/** TypeScript itself gave up. */
function failure(error: unknown): Diagnostic {
  const place = { line: 1, column: 1 };
  const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
  const message = `TypeScript could not compile this cell (${reason ?? "no reason given"}). Simplify it or split it up.`;
  return { message, code: 0, start: place, end: place, file: undefined };
}
