/*
 * The compiler of a notebook's cells: checks, translates and remembers.
 */
import type { CompleteResult, IsCompleteResult, MimeData } from "../bridge/messages";
import { withAdvice } from "./advice";
import { Cancellation } from "./cancellation";
import {
  type CellMap,
  type CompiledCell,
  type Compiler,
  type CompilerOptions,
  type Diagnostic,
  TypeScriptError,
} from "./contract";
import { emitDeclarations } from "./declarations/emit";
import { uncheckedDeclarations } from "./declarations/unchecked";
import { type CellDeclarations, KnownDeclarations } from "./declarations/known";
import { crashWarning, failure } from "./crash";
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

const noDeclarations: CellDeclarations = { text: "", meanings: new Map() };

export class CellCompiler implements Compiler {
  readonly #settings: ProjectSettings;
  readonly #host: CellHost;
  readonly #folder: string;
  readonly #cancellation: Cancellation;
  readonly #isJs: boolean;
  readonly #known = new KnownDeclarations();
  readonly #sideFiles = new SideFiles();
  readonly #declared = new WeakMap<CompiledCell, CellDeclarations>();
  /** For cells that TypeScript crashes on: without types, of others or their own. */
  #unchecked: CellHost | undefined;

  constructor(options: CompilerOptions) {
    this.#folder = options.folder;
    this.#isJs = options.language === "javascript";
    this.#cancellation = new Cancellation(options.checkpoint ?? (() => undefined));
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
    if (metadata.mode === "browser") return this.#finished(nothing, [], noDeclarations);
    return this.#guarded(code, () => {
      try {
        return this.#convert(code, this.#host);
      } catch (error) {
        if (error instanceof TypeScriptError || error instanceof SyntaxFailure) throw error;
        if (error instanceof ts.OperationCanceledException) throw error;
        return this.#convertUnchecked(code, error);
      }
    });
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
      this.#host.recover();
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
      this.#host.recover();
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
    this.#unchecked?.close();
  }

  #refresh(): void {
    if (!this.#settings.refresh()) return;
    this.#host.cells.settings = this.#settings.current;
    if (this.#unchecked) this.#unchecked.cells.settings = this.#settings.unchecked;
  }

  /** TypeScript crashed on the cell's types: translated without them it runs, and later cells know its names. */
  #convertUnchecked(code: string, reason: unknown): CompiledCell {
    const sideOutputs = this.#sideOutputsAfterCrash();
    this.#host.recover();
    this.#unchecked ??= new CellHost(this.#folder, this.#isJs, this.#settings.unchecked);
    try {
      const cell = this.#convert(code, this.#unchecked);
      const unchecked = { ...cell, sideOutputs, warnings: [crashWarning(reason)] };
      this.#declared.set(unchecked, this.#declared.get(cell) ?? noDeclarations);
      return unchecked;
    } catch (error) {
      this.#unchecked.recover();
      throw error;
    }
  }

  /** The project's files that the cell imports: they are found and translated without their types. */
  #sideOutputsAfterCrash(): readonly SideOutput[] {
    try {
      const { cells, sourceName } = this.#host;
      const file = cells.program.getSourceFile(sourceName);
      return file ? this.#sideFiles.outputs(cells.program, sourcesOf(cells.program, file)) : [];
    } catch {
      return [];
    }
  }

  #convert(code: string, host: CellHost): CompiledCell {
    const source = neutralise(code);
    let emitted = nothing;
    let declared = noDeclarations;
    let sideOutputs: readonly SideOutput[] = [];
    const work: CellWork = {
      ...this.#work(source),
      parsed: (file) => {
        const errors = syntaxErrors(file);
        if (errors.length > 0) throw new SyntaxFailure(errors);
      },
      emit: (program, cell, previous) => {
        declared = host === this.#host ? emitDeclarations(program, cell) : uncheckedDeclarations(cell);
        const before = { characters: prefix.length, lines: 1 };
        emitted = emitCell({ program, cell, before, length: source.length, previous });
        sideOutputs = this.#sideFiles.outputs(program, sourcesOf(program, cell));
        return { script: emitted.script, declarations: declared.text };
      },
    };
    const { diagnostics } = host.convert(this.#known.textFor(source), source, work);
    if (diagnostics.length > 0) throw this.#refusal(toDiagnostics(diagnostics, code), code);
    return this.#finished(emitted, sideOutputs, declared);
  }

  #addModule(name: string, code: string, metadata: CodeMetadata): CompiledCell {
    return this.#guarded(code, () => {
      const { diagnostics } = this.#host.addModule(name, code, metadata, this.#work(code));
      if (diagnostics.length > 0) throw this.#refusal(toDiagnostics(diagnostics, code), code);
      return this.#finished(nothing, [], noDeclarations);
    });
  }

  #finished(
    emitted: EmittedCell,
    sideOutputs: readonly SideOutput[],
    declared: CellDeclarations,
  ): CompiledCell {
    const cell: CompiledCell = { ...emitted, sideOutputs, warnings: [] };
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
    if (program.getCompilerOptions().noResolve || isUnchecked(file.text)) return syntaxErrors(file);
    const { token } = this.#cancellation;
    return [file, ...sourcesOf(program, file)].flatMap((one) => semanticErrors(program, one, token));
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
      this.#host.recover();
      const cancelled = this.#cancellation.take();
      if (cancelled) throw cancelled.error;
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
