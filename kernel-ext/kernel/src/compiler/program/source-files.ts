/*
 * Parsed files, kept from cell to cell. Files of packages are read once; files of the project again when they change.
 */
import * as fs from "node:fs";
import { internals, ts } from "../typescript";
import { isPackageFile } from "./modules";

interface Kept {
  readonly file: ts.SourceFile | undefined;
  /** Time of change and size; `undefined` for files of packages, which are not looked at again. */
  readonly stamp: string | undefined;
  /** The round in which the file was looked at last. */
  round: number;
}

export class SourceFiles {
  readonly #kept = new Map<string, Kept>();
  #round = 0;

  /** From now on files of the project are looked at again, once each. */
  nextRound(): void {
    this.#round++;
  }

  get(fileName: string, options: ts.CreateSourceFileOptions): ts.SourceFile | undefined {
    const kept = this.#kept.get(fileName);
    if (kept?.file && (kept.stamp === undefined || kept.round === this.#round)) return kept.file;
    const stamp = isPackageFile(fileName) ? undefined : stampOf(fileName);
    if (kept?.file && kept.stamp === stamp) {
      kept.round = this.#round;
      return kept.file;
    }
    const text = ts.sys.readFile(fileName);
    const file = text === undefined ? undefined : parse(fileName, text, options);
    this.#kept.set(fileName, { file, stamp, round: this.#round });
    return file;
  }

  /** With other options files may be parsed otherwise. */
  clear(): void {
    this.#kept.clear();
  }
}

/** @param kind - `undefined`: by the name of the file. */
export function parse(
  fileName: string,
  text: string,
  options: ts.CreateSourceFileOptions,
  kind?: ts.ScriptKind,
): ts.SourceFile {
  return ts.createSourceFile(fileName, text, options, /* setParentNodes */ false, kind);
}

/** How files are parsed that no program asks for (yet). */
export function parseOptions(options: ts.CompilerOptions): ts.CreateSourceFileOptions {
  return {
    languageVersion: options.target ?? ts.ScriptTarget.ES2022,
    setExternalModuleIndicator: internals.getSetExternalModuleIndicator(options),
  };
}

function stampOf(fileName: string): string {
  const stat = fs.statSync(fileName, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs}/${stat.size}` : "";
}
