import type { DataFormatName, DataSpecOf } from "../../spec/language";
import type { Labelled } from "../labelled";

/** What a format is read with. */
export interface Source {
  /** The task's classes, in the order of their numbers; without them, the source orders its own. */
  readonly classes: readonly string[] | undefined;
  /**
   * The path that an option of the spec holds: absolute, each `${NAME}` replaced.
   *
   * @throws EspalierError where a variable is not set
   */
  readonly path: (option: string, text: string) => string;
}

/**
 * A format of data that an experiment may name. A new one is its type in the language (`DataSpec`) and one file here, which
 * exports it under the name of its `format`: `export const idx: DataFormat<"idx">`.
 */
export interface DataFormat<F extends DataFormatName> {
  /** The samples. @throws EspalierError naming the file, and where in it, that is missing or wrong */
  readonly load: (spec: DataSpecOf<F>, source: Source) => Labelled | Promise<Labelled>;
}
