import type { StoredTensor } from "../../files";
import type { LoadedStack } from "../../graph/ir";

/** A saved model as a stack of layers, and its weights by their names in the file. */
export interface StackFile {
  readonly stack: LoadedStack;
  readonly weights: ReadonlyMap<string, StoredTensor>;
}
