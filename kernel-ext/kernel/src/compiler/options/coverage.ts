/*
 * Whether a tsconfig.json includes a notebook's folder. TypeScript's lists of files know no notebooks; what is asked is
 * whether a TypeScript file that lay beside the notebook would be in them.
 */
import * as path from "node:path";
import { slashes } from "../program/places";
import { ts } from "../typescript";

interface Entries {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

interface Matching {
  matchFiles(
    folder: string,
    extensions: readonly string[],
    excludes: readonly string[] | undefined,
    includes: readonly string[] | undefined,
    caseSensitive: boolean,
    currentDirectory: string,
    depth: number | undefined,
    entriesOf: (folder: string) => Entries,
    realpath: (name: string) => string,
  ): string[];
}

const names = ["__cell__.ts", "__cell__.tsx"];

/** The files that stand for the cells of a notebook in that folder. */
export function cellFiles(folder: string): readonly string[] {
  return names.map((name) => slashes(path.resolve(folder, name)));
}

/** Lists of files as they were if nothing but the cells' files were on the disk. */
export function filesAsIf(folder: string): ts.ParseConfigHost["readDirectory"] {
  const target = slashes(path.resolve(folder));
  const entriesOf = (name: string): Entries => {
    const at = slashes(path.resolve(name)).replace(/\/$/, "");
    if (at === target) return { files: names, directories: [] };
    const next = target.startsWith(`${at}/`) ? target.slice(at.length + 1).split("/", 1) : [];
    return { files: [], directories: next };
  };
  return (root, extensions, excludes, includes, depth) =>
    (ts as unknown as Matching).matchFiles(
      root,
      extensions,
      excludes,
      includes.map(asTypeScript),
      true,
      root,
      depth,
      entriesOf,
      (name) => name,
    );
}

/** `notebooks/*.ipynb` means what it says. */
function asTypeScript(pattern: string): string {
  return pattern.replace(/\.ipynb$/, ".ts");
}
