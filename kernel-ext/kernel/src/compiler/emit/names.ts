/*
 * Names for what the emit adds to a cell, such that no name of the user's is hidden by them.
 */
import { namesIn } from "./internals";
import { ts } from "../typescript";

/** TypeScript makes names like `_a` and `name_1`, people seldom end one in `$`. */
export class FreeNames {
  readonly #taken: Set<string>;

  constructor(file: ts.SourceFile) {
    this.#taken = new Set(namesIn(file).keys());
  }

  /** `wanted` where it is free. */
  take(wanted: string): string {
    let name = wanted;
    while (this.#taken.has(name)) name += "$";
    this.#taken.add(name);
    return name;
  }

  /** A name for a package or file: `load("@tensorflow/tfjs")` is kept as `$tfjs`. */
  forModule(specifier: string): string {
    const base = (
      specifier
        .split(/[/\\]/)
        .filter((part) => !/^\.*$/.test(part))
        .pop() ?? ""
    ).replace(/\.\w+$/, "");
    return this.take(`$${base.replace(/[^\w$]+/g, "_")}`);
  }
}

/** The names by which the script knows its surroundings. */
export interface Surroundings {
  /** The object that later cells read. */
  readonly exports: string;
  /** What `require("#cell")` gave. */
  readonly cell: string;
  /** Its `stop`. */
  readonly stop: string;
}
