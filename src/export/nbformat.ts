/*
 * The notebook file format, nbformat 4 (https://nbformat.readthedocs.io): the part of it that is read
 * and written here. What is not named is kept as it came.
 */
import { EspalierError } from "../errors";

/** Text as the format has it: one string, or its lines. */
export type MultilineText = string | string[];

/** One thing to show, in several forms: MIME type to content. JSON types hold a value, others text. */
export type MimeBundle = Record<string, unknown>;

export interface StreamOutput {
  output_type: "stream";
  name: "stdout" | "stderr";
  text: MultilineText;
}

export interface DisplayOutput {
  output_type: "display_data";
  data: MimeBundle;
  metadata: Record<string, unknown>;
}

export interface ResultOutput {
  output_type: "execute_result";
  execution_count: number | null;
  data: MimeBundle;
  metadata: Record<string, unknown>;
}

export interface ErrorOutput {
  output_type: "error";
  ename: string;
  evalue: string;
  /** Lines to show, ANSI colours allowed. */
  traceback: string[];
}

export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

export interface CellMetadata {
  tags?: string[];
  [key: string]: unknown;
}

export interface CodeCell {
  cell_type: "code";
  id: string;
  metadata: CellMetadata;
  source: MultilineText;
  outputs: Output[];
  execution_count: number | null;
}

export interface TextCell {
  cell_type: "markdown" | "raw";
  id: string;
  metadata: CellMetadata;
  source: MultilineText;
  attachments?: Record<string, MimeBundle>;
}

export type Cell = CodeCell | TextCell;

export interface Notebook {
  nbformat: 4;
  nbformat_minor: number;
  metadata: {
    kernelspec?: { name: string; display_name: string; language?: string };
    language_info?: Record<string, unknown>;
    title?: string;
    [key: string]: unknown;
  };
  cells: Cell[];
}

/** The whole of a text that may be given as lines. */
export function textOf(text: MultilineText): string {
  return typeof text === "string" ? text : text.join("");
}

/** A text as the lines that the format stores, each with its line break. */
export function linesOf(text: MultilineText): string[] {
  return textOf(text).match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/**
 * Reads a notebook. One of an older minor version of format 4 is raised to 4.5: cells get their ids
 * (`cell-1`, `cell-2`, … by place, so that the same file always gives the same notebook).
 *
 * @param file what to call it in an error.
 * @throws EspalierError if it is not a notebook of format 4.
 */
export function parseNotebook(text: string, file: string): Notebook {
  const value = parseJson(text, file);
  if (!isObject(value) || !Array.isArray(value.cells)) {
    const old = isObject(value) && typeof value.nbformat === "number";
    throw new EspalierError(
      old ? `a notebook of format ${String(value.nbformat)}` : "this is not a notebook",
      {
        where: file,
        hint: old
          ? "save it with a Jupyter of this decade, which writes format 4"
          : "a notebook is a JSON object with a list of cells",
      },
    );
  }
  if (value.nbformat !== 4) {
    throw new EspalierError(`a notebook of format ${String(value.nbformat)}, format 4 is needed`, {
      where: file,
      hint: "open and save it with a current Jupyter",
    });
  }
  const minor = typeof value.nbformat_minor === "number" ? value.nbformat_minor : 0;
  const taken = new Set<string>();
  const cells = value.cells.map((cell: unknown, index) => parseCell(cell, index, taken, file));
  const metadata = isObject(value.metadata) ? value.metadata : {};
  return { ...value, nbformat: 4, nbformat_minor: Math.max(5, minor), metadata, cells };
}

/**
 * The file's text, laid out as Jupyter lays it out (one space, sorted keys, texts as lines), so that a
 * notebook saved by either differs only where its content does.
 */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code"
      ? { ...cell, source: linesOf(cell.source), outputs: cell.outputs.map(storedOutput) }
      : { ...cell, source: linesOf(cell.source) },
  );
  return `${JSON.stringify(sorted({ ...notebook, cells }), null, 1)}\n`;
}

/** Whether a MIME type's content is a JSON value, not text. */
export function isJsonMime(mime: string): boolean {
  return mime === "application/json" || (mime.startsWith("application/") && mime.endsWith("+json"));
}

function storedOutput(output: Output): Output {
  if (output.output_type === "stream") return { ...output, text: linesOf(output.text) };
  if (output.output_type === "error") return output;
  const data = Object.entries(output.data).map(([mime, content]) => {
    const isLines = typeof content === "string" && !isJsonMime(mime) && content.includes("\n");
    return [mime, isLines ? linesOf(content) : content] as const;
  });
  return { ...output, data: Object.fromEntries(data) };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new EspalierError(`this is not JSON (${error instanceof Error ? error.message : String(error)})`, {
      where: file,
      hint: "a notebook is a JSON file with the ending .ipynb",
      cause: error,
    });
  }
}

function parseCell(cell: unknown, index: number, taken: Set<string>, file: string): Cell {
  const types: unknown[] = ["code", "markdown", "raw"];
  if (!isObject(cell) || !types.includes(cell.cell_type) || !isText(cell.source)) {
    throw new EspalierError("not a cell: it needs a cell_type (code, markdown or raw) and a source", {
      where: `${file} /cells/${index}`,
      hint: "open the notebook in Jupyter and save it again",
    });
  }
  const id = freeId(typeof cell.id === "string" ? cell.id : `cell-${index + 1}`, taken);
  const metadata = isObject(cell.metadata) ? cell.metadata : {};
  if (cell.cell_type !== "code") return { ...cell, id, metadata } as TextCell;
  const outputs: unknown[] = Array.isArray(cell.outputs) ? cell.outputs : [];
  const count = typeof cell.execution_count === "number" ? cell.execution_count : null;
  return { ...cell, id, metadata, outputs, execution_count: count } as CodeCell;
}

/** Copying cells by hand copies their ids; each must be the only one. */
function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let copy = 2; taken.has(id); copy += 1) id = `${wanted}-${copy}`;
  taken.add(id);
  return id;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is MultilineText {
  return (
    typeof value === "string" || (Array.isArray(value) && value.every((line) => typeof line === "string"))
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([first], [second]) => (first < second ? -1 : 1));
  return Object.fromEntries(entries.map(([key, content]) => [key, sorted(content)]));
}
