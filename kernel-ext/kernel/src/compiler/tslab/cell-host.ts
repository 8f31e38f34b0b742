/*
 * tslab's converter over our program: it says what a cell is and in which order things happen, we say what TypeScript makes
 * of it.
 */
import { CellProgram, type Settings } from "../program/cell-program";
import { slashes } from "../program/places";
import { addReferences } from "../program/references";
import { inside, ts } from "../typescript";
import {
  type CellBuilder,
  type Replacement,
  withReplacement,
  type WatchHost,
  type WatchProgram,
} from "./facade";
import { type CodeMetadata, type Conversion, type Converter, loadTslab, type Completion } from "./load";

/** What is made of a cell while tslab converts it. */
export interface CellWork {
  /** As the file is: TSX or not. */
  readonly kind: ts.ScriptKind;
  /** The cell's text is parsed; nothing else is known yet. To throw ends the conversion. */
  parsed?(file: ts.SourceFile): void;
  /** All errors; those without a file are of no use to tslab. */
  diagnose(program: ts.Program, file: ts.SourceFile): readonly ts.Diagnostic[];
  /** The script and the declarations. */
  emit(
    program: ts.Program,
    file: ts.SourceFile,
    previous: ts.SourceFile,
  ): { script: string; declarations: string };
}

/** tslab puts it in front of every file in memory, so that it is a module. */
export const prefix = "export {};\n";

export class CellHost {
  readonly cells: CellProgram;
  readonly sourceName: string;
  readonly previousName: string;
  readonly #converter: Converter;
  readonly #folder: string;
  #system: ts.System | undefined;
  #work: CellWork | undefined;
  #update: () => void = () => undefined;

  constructor(folder: string, isJS: boolean, settings: Settings) {
    this.#folder = slashes(folder).replace(/(.)\/$/, "$1");
    this.sourceName = `${this.#folder}/__tslab__.${isJS ? "js" : "ts"}`;
    this.previousName = `${this.#folder}/__prev__.d.ts`;
    this.cells = new CellProgram(this.#folder, settings);
    this.#converter = this.#with(() => loadTslab().createConverter({ isJS }));
    if (!this.#system) throw new Error("tslab did not ask for a program: run npm install again.");
  }

  convert(previous: string, source: string, work: CellWork): Conversion {
    return this.#with(() => this.#converter.convert(previous, source), work);
  }

  complete(previous: string, source: string, offset: number, work: CellWork): Completion {
    return this.#with(() => this.#converter.complete(previous, source, offset), work);
  }

  inspect(previous: string, source: string, offset: number, work: CellWork): ts.QuickInfo | undefined {
    return this.#with(() => this.#converter.inspect(previous, source, offset), work);
  }

  /** A file in memory that later cells can import as `./name`. */
  addModule(name: string, source: string, metadata: CodeMetadata, work: CellWork): Conversion {
    return this.#with(() => ({ diagnostics: this.#converter.addModule(name, source, metadata) }), work);
  }

  /** TypeScript stopped in the middle of something: nothing that it left behind serves what comes next. */
  recover(): void {
    this.#texts.clear();
    this.cells.forget();
  }

  close(): void {
    this.#converter.close();
  }

  #with<T>(run: () => T, work?: CellWork): T {
    this.#work = work;
    try {
      return withReplacement(this.#replacement, run);
    } finally {
      this.#work = undefined;
    }
  }

  readonly #replacement: Replacement = {
    folder: () => this.#folder,
    createWatchCompilerHost: (roots, _options, system) => {
      this.#system = system;
      this.cells.roots = roots;
      return {};
    },
    createWatchProgram: (host) => this.#watch(host),
    completionHost: {
      getCompilationSettings: () => this.cells.options,
      getCurrentDirectory: () => this.#folder,
      fileExists: (name) => ts.sys.fileExists(name),
      directoryExists: (name) => ts.sys.directoryExists(name),
      getDirectories: (name) => ts.sys.getDirectories(name),
      readDirectory: (...search) => ts.sys.readDirectory(...search),
      readFile: (name) => ts.sys.readFile(name),
    },
    getPreEmitDiagnosticsOfFiles: (program, files) => {
      const file = files[0];
      return file && this.#work ? this.#work.diagnose(program, file) : [];
    },
  };

  #watch(host: WatchHost): WatchProgram {
    const system = this.#system;
    let pending: unknown;
    this.#update = () => {
      this.#failure = undefined;
      try {
        this.#readMemory();
      } catch (error) {
        // Thrown here it would leave tslab's timer set for ever; the first question about the files throws it.
        this.#failure = { error };
      }
      host.afterProgramCreate?.(this.#builder());
    };
    // tslab expects one timer for all changes of a moment, which it fires itself.
    const schedule = (): void => {
      if (pending !== undefined) system?.clearTimeout?.(pending);
      pending = system?.setTimeout?.(() => {
        pending = undefined;
        this.#update();
      }, 0);
    };
    system?.watchFile?.(this.sourceName, schedule);
    system?.watchFile?.(this.previousName, schedule);
    host.afterProgramCreate?.(this.#builder());
    return {
      updateRootFileNames: (names) => {
        this.cells.roots = names;
        this.#modules = names.filter((name) => name !== this.sourceName && name !== this.previousName);
        schedule();
      },
      close: () => undefined,
    };
  }

  /** Why TypeScript could not even parse the files: brackets too deep for its stack. */
  #failure: { readonly error: unknown } | undefined;
  #modules: readonly string[] = [];
  readonly #texts = new Map<string, string>();

  /** Parses what tslab has in memory, where it changed. */
  #readMemory(): void {
    for (const name of [this.previousName, ...this.#modules, this.sourceName]) {
      const text = this.#system?.readFile(name) ?? prefix;
      const isCell = name === this.sourceName;
      // A cell is parsed every time: its tree was changed by what was made of it.
      if (!isCell && this.#texts.get(name) === text && this.cells.memoryFile(name)) continue;
      addReferences(this.cells.setText(name, text, isCell ? this.#work?.kind : undefined), prefix.length);
      this.#texts.set(name, text);
    }
  }

  #builder(): CellBuilder {
    return {
      getSourceFile: (name) => {
        if (this.#failure) throw this.#failure.error;
        const file = this.cells.memoryFile(name);
        if (!file) return this.cells.program.getSourceFile(name);
        if (name === this.previousName) return hollow(file);
        if (name === this.sourceName) this.#work?.parsed?.(file);
        this.cells.bind(file);
        return name === this.sourceName ? withPlainNames(file) : file;
      },
      getProgram: () => {
        // Names are looked up in the cell, then in what stands around it. tslab has set this to the hollow one.
        const cell = this.cells.memoryFile(this.sourceName);
        if (cell) inside(cell).parent = this.cells.memoryFile(this.previousName);
        return this.cells.program;
      },
      // Diagnostics and scripts of the project's files are not left to tslab, which knows those of the folder only.
      getAllDependencies: (file) => [file.fileName],
      emit: (file, write) => {
        const previous = this.cells.memoryFile(this.previousName);
        if (!previous || !this.#work) return;
        const { script, declarations } = this.#work.emit(this.cells.program, file, previous);
        write("outDir/__tslab__.js", script);
        write("outDir/__tslab__.d.ts", declarations);
      },
    };
  }
}

/**
 * The earlier declarations as tslab gets them: without any. It would print all of them anew for every cell, and take apart the
 * tree; `KnownDeclarations` does that work.
 */
function hollow(previous: ts.SourceFile): ts.SourceFile {
  return Object.create(previous, {
    locals: { value: new Map() },
    statements: { value: ts.factory.createNodeArray(), writable: true },
  }) as ts.SourceFile;
}

/**
 * tslab writes the names of a cell into an `export { … }` as TypeScript keeps them, which is with one underscore more if there
 * are two. It reads them from the tree that it gets first, and nothing else: the export is not in it yet.
 */
function withPlainNames(file: ts.SourceFile): ts.SourceFile {
  const locals = inside(file).locals;
  if (
    !locals ||
    file.statements.some(isClosingExport) ||
    ![...locals.keys()].some((name) => name.startsWith("___"))
  ) {
    return file;
  }
  const plain = new Map([...locals].map(([name, symbol]) => [name.replace(/^___/, "__"), symbol]));
  return Object.create(file, { locals: { value: plain } }) as ts.SourceFile;
}

/** An `export { … }` with names in it. */
function isClosingExport(statement: ts.Statement): boolean {
  const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
  return clause !== undefined && ts.isNamedExports(clause) && clause.elements.length > 0;
}
