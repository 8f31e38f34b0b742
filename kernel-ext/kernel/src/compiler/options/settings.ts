/*
 * The project's settings as they are at this moment.
 */
import type { CompilerOptions } from "../contract";
import type { Settings } from "../program/cell-program";
import { globalsFile, searchFolders } from "../program/places";
import { cellOptions } from "./cell-options";
import { configChanged, type ProjectConfig, readProjectConfig } from "./tsconfig";
import { globalTypes } from "./types";

export class ProjectSettings {
  readonly #folder: string;
  readonly #language: CompilerOptions["language"];
  #transpileOnly: boolean;
  #config: ProjectConfig;
  #current: Settings;
  #isStale = false;

  constructor(options: CompilerOptions) {
    this.#folder = options.folder;
    this.#language = options.language;
    this.#transpileOnly = options.transpileOnly;
    this.#config = readProjectConfig(options.folder);
    this.#current = this.#make();
  }

  get current(): Settings {
    return this.#current;
  }

  get warnings(): readonly string[] {
    return this.#config.warnings;
  }

  get transpileOnly(): boolean {
    return this.#transpileOnly;
  }

  set transpileOnly(value: boolean) {
    this.#isStale ||= value !== this.#transpileOnly;
    this.#transpileOnly = value;
  }

  /** @returns whether `current` is another one now. */
  refresh(): boolean {
    const isChanged = configChanged(this.#folder, this.#config);
    if (!isChanged && !this.#isStale) return false;
    if (isChanged) this.#config = readProjectConfig(this.#folder);
    this.#isStale = false;
    this.#current = this.#make();
    return true;
  }

  #make(): Settings {
    const types = globalTypes(this.#folder, this.#config);
    const globals = globalsFile();
    return {
      options: cellOptions({
        config: this.#config,
        language: this.#language,
        transpileOnly: this.#transpileOnly,
        types: types.names,
        typeRoots: types.roots,
      }),
      folders: searchFolders(this.#folder, this.#config.folder),
      extraRoots: globals !== undefined && !this.#transpileOnly ? [globals] : [],
    };
  }
}
