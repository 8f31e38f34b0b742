/*
 * The project's settings as they are at this moment.
 */
import type { CompilerOptions } from "../contract";
import { newerLibrary } from "../library";
import type { Settings } from "../program/cell-program";
import { globalsFile, searchFolders } from "../program/places";
import { cellOptions } from "./cell-options";
import { configChanged, type ProjectConfig, readProjectConfig } from "./tsconfig";
import { globalTypes } from "./types";

export class ProjectSettings {
  readonly #folder: string;
  readonly #language: CompilerOptions["language"];
  readonly transpileOnly: boolean;
  #config: ProjectConfig;
  #current: Settings;

  constructor(options: CompilerOptions) {
    this.#folder = options.folder;
    this.#language = options.language;
    this.transpileOnly = options.transpileOnly;
    this.#config = readProjectConfig(options.folder);
    this.#current = this.#make();
  }

  get current(): Settings {
    return this.#current;
  }

  /** For a cell on whose types TypeScript gives up: without any. */
  get unchecked(): Settings {
    const settings = this.#make(true);
    // Which imports are mere types only a check could say.
    return { ...settings, unchecked: true, options: { ...settings.options, preserveValueImports: true } };
  }

  get warnings(): readonly string[] {
    return this.#config.warnings;
  }

  /** @returns whether `current` is another one now. */
  refresh(): boolean {
    if (!configChanged(this.#folder, this.#config)) return false;
    this.#config = readProjectConfig(this.#folder);
    this.#current = this.#make();
    return true;
  }

  #make(transpileOnly = this.transpileOnly): Settings {
    const types = globalTypes(this.#folder, this.#config);
    const globals = globalsFile();
    const options = cellOptions({
      config: this.#config,
      language: this.#language,
      transpileOnly,
      types: types.names,
      typeRoots: types.roots,
    });
    return {
      options,
      library: transpileOnly ? undefined : newerLibrary(options),
      folders: searchFolders(this.#folder, this.#config.folder),
      extraRoots: globals !== undefined && !transpileOnly ? [globals] : [],
    };
  }
}
