/*
 * One program a cell: the cell's own files come from memory, all others are kept, and what TypeScript found out about the
 * last program serves the next. Made only when somebody asks for types.
 */
import type { Library } from "../library";
import { inside, internals, libraryFolder, ts } from "../typescript";
import { Modules } from "./modules";
import { parse, parseOptions, SourceFiles } from "./source-files";

/** What does not change between programs until the project's settings do. */
export interface Settings {
  readonly options: ts.CompilerOptions;
  /** Where packages are looked for. */
  readonly folders: readonly string[];
  /** Files that every program has besides the cells' own. */
  readonly extraRoots: readonly string[];
  /** A file of declarations on no disk; `undefined`: without any library. */
  readonly library: Library | undefined;
  /** Nobody asks for types, not even TypeScript for itself: it crashed on them. */
  readonly unchecked?: boolean;
}

export class CellProgram {
  readonly #folder: string;
  readonly #files = new SourceFiles();
  readonly #memory = new Map<string, ts.SourceFile>();
  #settings: Settings;
  #modules: Modules;
  #roots: readonly string[] = [];
  #program: ts.Program | undefined;
  #isCurrent = false;

  constructor(folder: string, settings: Settings) {
    this.#folder = folder;
    this.#settings = settings;
    this.#modules = this.#newModules();
    this.#readLibrary();
  }

  get options(): ts.CompilerOptions {
    return this.#settings.options;
  }

  set settings(settings: Settings) {
    this.#settings = settings;
    this.#modules = this.#newModules();
    this.#files.clear();
    this.#memory.clear();
    this.#readLibrary();
    this.forget();
  }

  /** The files that a program begins with. */
  set roots(names: readonly string[]) {
    this.#roots = [...names];
    this.#isCurrent = false;
  }

  /** Nothing of the last program serves the next: it may be broken. */
  forget(): void {
    this.#program = undefined;
    this.#isCurrent = false;
  }

  /** A file in memory gets a text: parsed, and bound, so that its names are known without a program. */
  setText(name: string, text: string, kind?: ts.ScriptKind): ts.SourceFile {
    const file = parse(name, text, parseOptions(this.options), kind);
    this.#memory.set(name, file);
    this.#isCurrent = false;
    return file;
  }

  memoryFile(name: string): ts.SourceFile | undefined {
    return this.#memory.get(name);
  }

  bind(file: ts.SourceFile): void {
    internals.bindSourceFile(file, this.options);
    // `declare global` and `declare module "x"` are listed among the names of a file but can be neither exported nor read.
    const locals = inside(file).locals as Map<string, ts.Symbol> | undefined;
    for (const name of [...(locals?.keys() ?? [])]) {
      if (name === "__global" || name.startsWith('"')) locals?.delete(name);
    }
  }

  /** The program of the files as they are now. */
  get program(): ts.Program {
    if (this.#program && this.#isCurrent) return this.#program;
    this.#files.nextRound();
    this.#program = ts.createProgram({
      rootNames: [...this.#roots, ...this.#settings.extraRoots, ...this.#libraryNames()],
      options: this.options,
      host: this.#host(),
      ...(this.#program ? { oldProgram: this.#program } : {}),
    });
    if (this.#settings.unchecked) skipChecks(this.#program);
    this.#isCurrent = true;
    return this.#program;
  }

  #readLibrary(): void {
    const { library, options } = this.#settings;
    if (library) this.#memory.set(library.name, parse(library.name, library.text, parseOptions(options)));
  }

  #libraryNames(): readonly string[] {
    return this.#settings.library ? [this.#settings.library.name] : [];
  }

  #newModules(): Modules {
    const host = {
      fileExists: (name: string) => this.#memory.has(name) || ts.sys.fileExists(name),
      readFile: (name: string) => ts.sys.readFile(name),
      directoryExists: (name: string) => ts.sys.directoryExists(name),
      getDirectories: (name: string) => ts.sys.getDirectories(name),
      realpath: (name: string) => ts.sys.realpath?.(name) ?? name,
      getCurrentDirectory: () => this.#folder,
    };
    return new Modules({ host, options: this.#settings.options, folders: this.#settings.folders });
  }

  #host(): ts.CompilerHost & { hasChangedAutomaticTypeDirectiveNames(): boolean } {
    return {
      getSourceFile: (name, options) =>
        this.#memory.get(name) ??
        this.#files.get(name, typeof options === "object" ? options : { languageVersion: options }),
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      getDefaultLibLocation: () => libraryFolder,
      getCurrentDirectory: () => this.#folder,
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      fileExists: (name) => this.#memory.has(name) || ts.sys.fileExists(name),
      readFile: (name) => ts.sys.readFile(name),
      directoryExists: (name) => ts.sys.directoryExists(name),
      getDirectories: (name) => ts.sys.getDirectories(name),
      realpath: (name) => ts.sys.realpath?.(name) ?? name,
      writeFile: () => undefined,
      getModuleResolutionCache: () => this.#modules.cache,
      resolveModuleNameLiterals: (literals, _containing, _redirected, _options, file) =>
        literals.map((one) => this.#modules.module(one.text, file, ts.getModeForUsageLocation(file, one))),
      resolveTypeReferenceDirectiveReferences: (references, containing, _redirected, _options, file) =>
        references.map((one) =>
          typeof one === "string"
            ? this.#modules.types(one, containing, undefined)
            : this.#modules.types(one.fileName, containing, one.resolutionMode ?? file?.impliedNodeFormat),
        ),
      hasChangedAutomaticTypeDirectiveNames: () => false,
    };
  }
}

/** TypeScript checks a file before it translates it, but for those that another project has checked already. */
function skipChecks(program: ts.Program): void {
  Object.assign(program, { isSourceOfProjectReferenceRedirect: () => true });
}
