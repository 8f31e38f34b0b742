import { parseBoundedJson } from "./bounded-json";
import { parseOutput } from "./parse-output";
import { isObject } from "./nbformat";
import type { Cell, Notebook } from "./nbformat";
import { checkText, checkTexts, placeIn, type Place } from "./place";

/**
 * Reads a notebook. One of an older minor version of format 4 is raised to 4.5: cells get their ids
 * (`cell-1`, `cell-2`, … by place, so that the same file always gives the same notebook). Parts that the format
 * knows have its types afterwards; what it does not know is kept as it came.
 *
 * @param file what to call it in an error.
 * @throws EspalierError if it is not a notebook of format 4, with the place (a JSON pointer) that is wrong.
 */
export function parseNotebook(text: string, file: string): Notebook {
  const value = parseBoundedJson(text, file, "a notebook is a JSON file with the ending .ipynb");
  const place = placeIn(file);
  if (!isObject(value) || (value.nbformat === undefined && !Array.isArray(value.cells))) {
    throw place.error("this is not a notebook", "a notebook is a JSON object with a list of cells");
  }
  if (value.nbformat !== 4) {
    throw place.error(
      `a notebook of format ${described(value.nbformat)}, format 4 is needed`,
      "open and save it with a current Jupyter",
    );
  }
  const { cells: list, metadata = {} } = value;
  if (!Array.isArray(list)) throw place.to("cells").error("cells must be a list of cells");
  const minor = typeof value.nbformat_minor === "number" ? value.nbformat_minor : 0;
  const taken = new Ids();
  const cells = list.map((cell: unknown, index) =>
    parseCell(cell, index, taken, place.to("cells").to(index)),
  );
  checkMetadata(metadata, place.to("metadata"));
  return { ...value, nbformat: 4, nbformat_minor: Math.max(5, minor), metadata, cells };
}

function checkMetadata(metadata: unknown, place: Place): asserts metadata is Notebook["metadata"] {
  if (!isObject(metadata)) throw place.error("metadata must be an object");
  const { title, kernelspec, language_info: language } = metadata;
  if (title !== undefined && typeof title !== "string")
    throw place.to("title").error("the title must be a text");
  if (language !== undefined && !isObject(language))
    throw place.to("language_info").error("language_info must be an object");
  if (kernelspec === undefined) return;
  if (!isObject(kernelspec)) throw place.to("kernelspec").error("kernelspec must be an object");
  for (const key of ["name", "display_name", "language"] as const) {
    if (kernelspec[key] !== undefined && typeof kernelspec[key] !== "string")
      throw place.to("kernelspec").to(key).error(`${key} must be a text`);
  }
}

function parseCell(cell: unknown, index: number, taken: Ids, place: Place): Cell {
  const types: unknown[] = ["code", "markdown", "raw"];
  if (!isObject(cell) || !types.includes(cell.cell_type) || cell.source === undefined) {
    throw place.error(
      "not a cell: it needs a cell_type (code, markdown or raw) and a source",
      "open the notebook in Jupyter and save it again",
    );
  }
  checkText(cell.source, place.to("source"), "a cell's source");
  const { metadata = {}, attachments } = cell;
  if (!isObject(metadata)) throw place.to("metadata").error("a cell's metadata must be an object");
  if (metadata.tags !== undefined) checkTexts(metadata.tags, place.to("metadata").to("tags"), "tags");
  const id = taken.free(typeof cell.id === "string" ? cell.id : `cell-${index + 1}`);
  if (cell.cell_type !== "code") {
    if (attachments !== undefined) checkAttachments(attachments, place.to("attachments"));
    return { ...cell, id, metadata } as Cell;
  }
  const { outputs: list = [] } = cell;
  if (!Array.isArray(list)) throw place.to("outputs").error("outputs must be a list");
  const outputs = list.map((output: unknown, i) => parseOutput(output, place.to("outputs").to(i)));
  const count = typeof cell.execution_count === "number" ? cell.execution_count : null;
  return { ...cell, id, metadata, outputs, execution_count: count } as Cell;
}

function checkAttachments(attachments: unknown, place: Place): void {
  if (!isObject(attachments)) throw place.error("attachments must be an object");
  for (const [name, bundle] of Object.entries(attachments)) {
    if (!isObject(bundle)) throw place.to(name).error("an attachment must be an object of media types");
  }
}

/** Copying cells by hand copies their ids; each must be the only one. */
class Ids {
  private readonly taken = new Set<string>();
  /** By id the number that its last copy has got: a thousand copies are not a million questions. */
  private readonly copies = new Map<string, number>();

  free(wanted: string): string {
    let id = wanted;
    let copy = this.copies.get(wanted) ?? 1;
    while (this.taken.has(id)) id = `${wanted}-${(copy += 1)}`;
    this.copies.set(wanted, copy);
    this.taken.add(id);
    return id;
  }
}

function described(format: unknown): string {
  return typeof format === "number" || typeof format === "string" ? String(format).slice(0, 40) : "unknown";
}
