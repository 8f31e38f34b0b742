import { readText } from "../files";
import type { Notebook } from "./nbformat";
import { parseNotebook } from "./parse-notebook";

/**
 * The notebook in a file. Its size is looked at before it is read.
 *
 * @throws EspalierError where it is larger than the limit `notebookBytes`, cannot be read, or is no notebook of format 4
 */
export async function readNotebook(file: string): Promise<Notebook> {
  return parseNotebook(await readText(file, { limit: "notebookBytes", streams: true }), file);
}
