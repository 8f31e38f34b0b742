/*
 * Project files in TypeScript that cells import: the compiler hands over their JavaScript, which is on no disk.
 */
import { existsSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, resolve } from "node:path";

/** CommonJS by the absolute path of the .js. */
export interface SideOutput {
  readonly path: string;
  readonly data: string;
}

type CompilableModule = Module & { _compile: (code: string, file: string) => unknown };

/** `require` for one of these files; `require.import` is what `import()` in it becomes. */
export type SideRequire = ((specifier: string) => unknown) & {
  readonly import: (specifier: unknown, options?: unknown) => Promise<unknown>;
};

/** What an import may have at its end or leave out, and the file that it means. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/\.[cm]?[jt]sx?$/, ".js"],
  [/$/, ".js"],
  [/[\\/]?$/, "/index.js"],
];

export class SideModules {
  private readonly outputs = new Map<string, string>();
  private readonly modules = new Map<string, Module>();
  /** Who required whom: what changes takes those that were built on it along. */
  private readonly dependents = new Map<string, Set<string>>();

  constructor(private readonly requireFor: (file: string) => SideRequire) {}

  /** Of those whose text is new, what was loaded before is forgotten, and so is what requires them. */
  add(outputs: readonly SideOutput[]): void {
    for (const { path, data } of outputs) {
      const file = resolve(path);
      if (this.outputs.get(file) === data) continue;
      this.outputs.set(file, data);
      this.forget(file);
    }
  }

  /** Which of these files a path means, if it means one. */
  find(path: string): string | undefined {
    // `x.mjs` beside `x.ts` is a file of its own.
    if (/\.[cm]js$/.test(path) && existsSync(path)) return undefined;
    return endings
      .filter(([ending]) => ending.test(path))
      .map(([ending, replacement]) => resolve(path.replace(ending, replacement)))
      .find((file) => this.outputs.has(file));
  }

  /**
   * One that throws is not kept: it runs again when it is wanted again.
   *
   * @param dependent which of these files requires it, if one does.
   */
  load(file: string, dependent?: string): unknown {
    if (dependent !== undefined) {
      this.dependents.set(file, (this.dependents.get(file) ?? new Set<string>()).add(dependent));
    }
    const known = this.modules.get(file);
    if (known) return known.exports;
    const loaded = new Module(file) as CompilableModule;
    loaded.filename = file;
    loaded.paths = createRequire(file).resolve.paths("x") ?? [];
    this.modules.set(file, loaded);
    try {
      this.run(loaded, file);
    } catch (error) {
      this.modules.delete(file);
      throw error;
    }
    return loaded.exports;
  }

  /** In a function of its own, since the `require` that Node would give it knows nothing of the others. */
  private run(loaded: CompilableModule, file: string): void {
    const parameters = "exports, require, module, __filename, __dirname";
    loaded._compile(`module.exports = function (${parameters}) {${this.outputs.get(file)!}\n};`, file);
    const body = loaded.exports as (...values: unknown[]) => void;
    loaded.exports = {};
    body.call(loaded.exports, loaded.exports, this.requireFor(file), loaded, file, dirname(file));
    loaded.loaded = true;
  }

  private forget(file: string): void {
    this.modules.delete(file);
    const dependents = this.dependents.get(file) ?? [];
    this.dependents.delete(file);
    for (const dependent of dependents) this.forget(dependent);
  }
}
