/*
 * Between the program (what TypeScript knows of a cell) and the emitted code (what runs of it).
 */
import type ts from "@tslab/typescript-for-tslab";
import type { CompiledCell } from "./contract";

interface EmitRequest {
  readonly program: ts.Program;
  /** The cell: `before`, the (neutralised) code, and tslab's closing `export { … }` of all that it declares. */
  readonly cell: ts.SourceFile;
  /** How many characters and lines stand before the cell's own text. */
  readonly before: { readonly characters: number; readonly lines: number };
  /** The length of the cell's own text. */
  readonly length: number;
  /** What earlier cells declared: a reference to it becomes `exports.name`. */
  readonly previous: ts.SourceFile;
}

/** What of a compiled cell comes from the cell alone. */
export type EmittedCell = Omit<CompiledCell, "sideOutputs" | "warnings">;

/** `emit/index.ts` exports it: tree to script. */
export type EmitCell = (request: EmitRequest) => EmittedCell;

/**
 * `emit/neutralise.ts` exports it: the same text, character for character in the same place, with the modifiers taken out that
 * mean nothing in a cell (`export`, `export default`), and re-exports turned into imports.
 */
export type Neutralise = (code: string) => string;
