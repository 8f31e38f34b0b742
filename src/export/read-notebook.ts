import { stat } from "node:fs/promises";
import { readText } from "../files";
import { checkLimit } from "../limits";
import type { Notebook } from "./nbformat";
import { parseNotebook } from "./parse-notebook";

/**
 * The notebook in a file. Its size is looked at before it is read.
 *
 * @throws EspalierError where it is larger than the limit `notebookBytes`, cannot be read, or is no notebook of format 4
 */
export async function readNotebook(file: string): Promise<Notebook> {
  // What is not there is the reader's to say.
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  checkLimit("notebookBytes", size, `the notebook has ${size} bytes`, file);
  return parseNotebook(await readText(file), file);
}
