/*
 * The notebook file format, nbformat 4 (https://nbformat.readthedocs.io): the part of it that is read
 * and written here. What is not named is kept as it came. `parse-notebook.ts` reads it.
 */
/** Text as the format has it: one string, or its lines. */
export type MultilineText = string | string[];

/** One thing to show, in several forms: MIME type to content. JSON types hold a value, others text. */
export type MimeBundle = Record<string, unknown>;

export interface StreamOutput {
  output_type: "stream";
  /** A file may hold any text here; what is not `stderr` is shown as standard output. */
  name: "stdout" | "stderr";
  text: MultilineText;
}

export interface DisplayOutput {
  output_type: "display_data";
  data: MimeBundle;
  metadata: Record<string, unknown>;
}

interface ResultOutput {
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

/** A text that may be given as lines, as one. */
export function textOf(text: MultilineText): string {
  return typeof text === "string" ? text : text.join("");
}

/** A text as the lines that the format stores, each with its line break. */
function linesOf(text: MultilineText): string[] {
  return textOf(text).match(/[^\n]*\n|[^\n]+$/g) ?? [];
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

/** Whether a value is an object of keys and values, as JSON has them. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a MIME type's content is a JSON value, not text. */
export function isJsonMime(mime: string): boolean {
  return mime === "application/json" || (mime.startsWith("application/") && mime.endsWith("+json"));
}

function storedOutput(output: Output): Output {
  if (output.output_type === "stream") return { ...output, text: linesOf(output.text) };
  // Kinds that a later minor version has are left as they are.
  if (output.output_type === "error" || !isObject(output.data)) return output;
  const data = Object.entries(output.data).map(([mime, content]) => {
    const isLines = typeof content === "string" && !isJsonMime(mime) && content.includes("\n");
    return [mime, isLines ? linesOf(content) : content] as const;
  });
  return { ...output, data: Object.fromEntries(data) };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([first], [second]) => (first < second ? -1 : 1));
  return Object.fromEntries(entries.map(([key, content]) => [key, sorted(content)]));
}
