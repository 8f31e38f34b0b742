import type { ErrorContent } from "../bridge/messages";
import type { CellMap } from "../compiler/contract";

/** Makes of what cells throw what the front end shows. */
export class CellErrors {
  private readonly cells = new Map<string, { readonly code: string; readonly map: CellMap }>();

  /** From now on frames of stacks with this name are frames of this cell. */
  add(name: string, code: string, map: CellMap): void {
    this.cells.set(name, { code, map });
  }

  /** @param _failing the cell that runs, where one does. */
  describe(thrown: unknown, _failing?: { readonly name: string; readonly code: string }): ErrorContent {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return {
      ename: error.name,
      evalue: error.message,
      traceback: (error.stack ?? error.message).split("\n"),
    };
  }
}
