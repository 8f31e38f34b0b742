import type { Namespace } from "./namespace";
import type { PathOptions } from "./path-mapping";
import type { SideOutput } from "./side-modules";

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
