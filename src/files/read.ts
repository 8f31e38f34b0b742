import { readFile } from "node:fs/promises";
import { EspalierError } from "../errors";
import { reasonOf } from "./write";

/**
 * The bytes of a file.
 *
 * @throws EspalierError naming the file where it is missing, a folder, or may not be read.
 */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT")
      throw new EspalierError("there is no such file", { where: file, hint: "check the path", cause: error });
    if (code === "EISDIR")
      throw new EspalierError("this is a folder, not a file", { where: file, cause: error });
    throw new EspalierError(`cannot be read (${reasonOf(error)})`, { where: file, cause: error });
  }
}

/**
 * The text of a UTF-8 file, without a byte order mark.
 *
 * @throws EspalierError naming the file where it cannot be read or is not UTF-8.
 */
export async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new EspalierError("this is not UTF-8 text", {
      where: file,
      hint: "save it as UTF-8",
      cause: error,
    });
  }
}
