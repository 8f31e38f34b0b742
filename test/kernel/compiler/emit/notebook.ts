/*
 * Cells through the emit alone: no library, no packages, no diagnostics; a program is made in milliseconds.
 */
import vm from "node:vm";
import { patience } from "../../../eventually";
import type { CellRuntime } from "../../../../kernel-ext/kernel/src/compiler/contract";
import { emitDeclarations } from "../../../../kernel-ext/kernel/src/compiler/declarations/emit";
import { KnownDeclarations } from "../../../../kernel-ext/kernel/src/compiler/declarations/known";
import { emitCell, neutralise } from "../../../../kernel-ext/kernel/src/compiler/emit";
import type { EmittedCell } from "../../../../kernel-ext/kernel/src/compiler/emit-contract";
import { FunctionTexts } from "../../../../kernel-ext/kernel/src/compiler/texts";
import { inside, internals, ts } from "../../../../kernel-ext/kernel/src/compiler/typescript";

const prefix = "export {};\n";
const previousName = "/__prev__.d.ts";

/** What the cells' imports give. */
export type Modules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface NotebookOptions {
  readonly modules?: Modules;
  /** Texts of further files, such as `/lib.ts`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly extension?: "ts" | "tsx" | "js";
  readonly options?: ts.CompilerOptions;
  readonly checkpoint?: () => void;
}

export class Notebook {
  /** What later cells read. */
  readonly scope: Record<string, unknown> = {};
  readonly texts = new FunctionTexts();
  readonly stop = new Int32Array(new SharedArrayBuffer(4));
  readonly #known = new KnownDeclarations();
  readonly #settings: NotebookOptions;
  readonly #options: ts.CompilerOptions;

  constructor(settings: NotebookOptions = {}) {
    this.#settings = settings;
    this.#options = {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      jsx: ts.JsxEmit.React,
      experimentalDecorators: true,
      declaration: true,
      sourceMap: true,
      allowJs: true,
      outDir: "/out",
      noLib: true,
      types: [],
      ...settings.options,
    };
  }

  /** Compiles a cell, and lets later ones know what it declares. */
  compile(code: string): EmittedCell {
    const name = `/__tslab__.${this.#settings.extension ?? "ts"}`;
    const source = neutralise(code);
    const locals = ts.createSourceFile(name, prefix + source, ts.ScriptTarget.ES2022, true);
    internals.bindSourceFile(locals, this.#options);
    const names = [...(inside(locals).locals?.keys() ?? [])].map((one) => one.replace(/^___/, "__"));
    const suffix = `\nexport {${names.join(", ")}}`;
    const texts = new Map<string, string>([
      ...Object.entries(this.#settings.files ?? {}),
      [previousName, prefix + this.#known.textFor(source)],
      [name, prefix + source + suffix],
    ]);
    const program = ts.createProgram({
      rootNames: [...texts.keys()],
      options: this.#options,
      host: hostOf(texts),
    });
    const cell = program.getSourceFile(name);
    const previous = program.getSourceFile(previousName);
    if (!cell || !previous) throw new Error("The program lacks its files.");
    // It binds all files, which takes their parents away.
    program.getTypeChecker();
    inside(cell).parent = previous;
    const before = { characters: prefix.length, lines: 1 };
    this.#known.add(emitDeclarations(program, cell));
    return emitCell({ program, cell, before, length: source.length, previous });
  }

  /** Compiles and runs; gives the last value, `undefined` for none. */
  async run(code: string): Promise<unknown> {
    const cell = this.compile(code);
    this.texts.add(cell.text);
    let value: unknown;
    const runtime: CellRuntime = {
      stop: this.stop,
      checkpoint: this.#settings.checkpoint ?? (() => undefined),
      load: (specifier) => this.#module(specifier),
      import: (specifier) => Promise.resolve(this.#module(String(specifier))),
      meta: { url: "file:///" },
      finish: (given) => (value = given),
    };
    const running = this.execute(cell, (name) => (name === "#cell" ? runtime : this.#module(name)));
    await running;
    return value;
  }

  /** The text of a function of a cell, as cells see it. */
  textOf(value: unknown): string {
    return this.texts.original(Function.prototype.toString.call(value));
  }

  /** As the kernel does, but that what never ends fails after a while. */
  execute(cell: EmittedCell, require: (specifier: string) => unknown): unknown {
    const text = `(${cell.isAsync ? "async " : ""}function(exports, require) { ${cell.script}\n})`;
    const script = new vm.Script(`(scope, require) => ${text}(scope, require)`, { filename: "Cell[1]" });
    const context = vm.createContext({ start: undefined as unknown, scope: this.scope, require, console });
    const call = script.runInContext(context) as (...all: unknown[]) => unknown;
    context["start"] = () => call(this.scope, require);
    return vm.runInContext("start()", context, { timeout: patience });
  }

  #module(specifier: string): Readonly<Record<string, unknown>> {
    const found = this.#settings.modules?.[specifier];
    if (!found) throw new Error(`No module ${specifier}.`);
    return found;
  }
}

function hostOf(texts: ReadonlyMap<string, string>): ts.CompilerHost {
  return {
    getSourceFile: (name, options) => {
      const text = texts.get(name);
      return text === undefined ? undefined : ts.createSourceFile(name, text, options, true);
    },
    getDefaultLibFileName: () => "/lib.d.ts",
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (name) => texts.has(name),
    readFile: (name) => texts.get(name),
    directoryExists: (name) => name === "/",
    writeFile: () => undefined,
  };
}
