import { readFileSync } from "node:fs";
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
    throw unreadable(file, error);
  }
}

/** As `readBytes`, at once: for small files that are read while a spec is being understood. */
export function readBytesSync(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/**
 * The text of a UTF-8 file, without a byte order mark.
 *
 * @throws EspalierError naming the file where it cannot be read or is not UTF-8.
 */
export async function readText(file: string): Promise<string> {
  return decodeText(await readBytes(file), file);
}

/** As `readText`, at once. */
export function readTextSync(file: string): string {
  return decodeText(readBytesSync(file), file);
}

function decodeText(bytes: Uint8Array, file: string): string {
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

function unreadable(file: string, error: unknown): EspalierError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT")
    return new EspalierError("there is no such file", { where: file, hint: "check the path", cause: error });
  if (code === "EISDIR")
    return new EspalierError("this is a folder, not a file", { where: file, cause: error });
  return new EspalierError(`cannot be read (${reasonOf(error)})`, { where: file, cause: error });
}
