/*
 * From places in a script to places in the cell, by TypeScript's source map. Read when somebody first asks.
 */
import { SourceMap, type SourceMapPayload } from "node:module";
import type { CellMap } from "../contract";

/**
 * @param json of the whole file's map; `undefined`: nothing is known.
 * @param linesBefore of the file, before the cell's own text.
 * @param lines of the cell's own text.
 */
export function cellMap(json: string | undefined, linesBefore: number, lines: number): CellMap {
  let map: SourceMap | undefined;
  return {
    original(line, column) {
      if (json === undefined) return undefined;
      map ??= new SourceMap(JSON.parse(json) as SourceMapPayload);
      const entry = map.findEntry(line - 1, column - 1);
      // What Node finds may stand in a line above: generated code without a source.
      if (!("originalLine" in entry) || entry.generatedLine !== line - 1) return undefined;
      const found = entry.originalLine - linesBefore + 1;
      return found >= 1 && found <= lines ? { line: found, column: entry.originalColumn + 1 } : undefined;
    },
  };
}
