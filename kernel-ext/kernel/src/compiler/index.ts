import { CellCompiler } from "./compiler";
import type { CompilerOptions } from "./contract";

/**
 * The compiler of one notebook.
 *
 * @throws Error if the installed tslab is not the one that this was written for.
 */
export function createCompiler(options: CompilerOptions): CellCompiler {
  return new CellCompiler(options);
}

export type { CellCompiler };
