/*
 * Packages and files for cells, while they run. `require` comes first, so that a package is one instance however it is
 * imported; what `require` cannot load is imported.
 */
import { basesOf } from "./bases";
import { CellLoader } from "./cell-loader";
import type { Namespace } from "./namespace";
import type { PathOptions } from "./path-mapping";
import type { SideOutput } from "./side-modules";

export type { Namespace } from "./namespace";
export type { PathOptions } from "./path-mapping";
export type { SideOutput } from "./side-modules";

export interface LoaderOptions {
  /** The notebook's. */
  readonly folder: string;
  /** Folders to look from, in order; default: the notebook's, its project's, Espalier's own. */
  readonly bases?: readonly string[];
  readonly sideOutputs?: readonly SideOutput[];
  /** What these names give in place of a package, asked for at each import. */
  readonly replacements?: Readonly<Record<string, () => unknown>>;
  /** What the project's tsconfig.json says of `paths` now. */
  readonly paths?: () => PathOptions;
}

export interface Loader {
  /** For cells. */
  readonly require: NodeJS.Require;
  /**
   * Loads what a cell imports statically, in order, so that `namespace` has it at once.
   *
   * @throws ModuleNotFoundError, or what the module throws.
   */
  load(specifiers: readonly string[]): Promise<void>;
  namespace(specifier: string): Namespace;
  /** `import(specifier, options)`. */
  import(specifier: unknown, options?: unknown): Promise<Namespace>;
  /** Project files in TypeScript, compiled; those that changed are loaded anew when they are wanted again. */
  addSideOutputs(outputs: readonly SideOutput[]): void;
}

export function createLoader(options: LoaderOptions): Loader {
  return new CellLoader({ ...options, bases: options.bases ?? basesOf(options.folder) });
}
