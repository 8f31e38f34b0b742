import { readFileSync, statSync, type Stats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { EspalierError } from "../errors";
import type { LimitName } from "../limits";
import { readRegular, readRegularSync } from "./regular";
import { reasonOf } from "./write";

export interface ReadOptions {
  /**
   * The ceiling for its size; the file must then be a regular one. Without it, it is a file that the user named and that
   * may be a pipe too (`/dev/stdin`, `<(…)` of a shell), of any length.
   */
  readonly limit?: LimitName;
}

/**
 * The bytes of a file.
 *
 * @throws EspalierError naming the file where it is missing, a folder, a device, too large, or may not be read.
 */
export async function readBytes(file: string, { limit }: ReadOptions = {}): Promise<Uint8Array> {
  try {
    if (limit !== undefined) return await readRegular(file, limit);
    if (isStream(await stat(file), file)) return await readFile(file);
    return await readRegular(file, "dataBytes");
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** As `readBytes`, at once: for small files that are read while a spec is being understood. */
export function readBytesSync(file: string, { limit }: ReadOptions = {}): Uint8Array {
  try {
    if (limit !== undefined) return readRegularSync(file, limit);
    if (isStream(statSync(file), file)) return readFileSync(file);
    return readRegularSync(file, "dataBytes");
  } catch (error) {
    throw unreadable(file, error);
  }
}

/**
 * The text of a UTF-8 file, without a byte order mark.
 *
 * @throws EspalierError naming the file where it cannot be read or is not UTF-8.
 */
export async function readText(file: string, options: ReadOptions = {}): Promise<string> {
  return decodeText(await readBytes(file, options), file);
}

/** As `readText`, at once. */
export function readTextSync(file: string, options: ReadOptions = {}): string {
  return decodeText(readBytesSync(file, options), file);
}

/** A pipe, or what the process was given as one of its streams. */
function isStream(found: Stats, file: string): boolean {
  return found.isFIFO() || (!found.isFile() && /^\/(dev\/(stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/.test(file));
}

/** Bytes as UTF-8 text. @throws EspalierError naming the file where they are none */
export function decodeText(bytes: Uint8Array, file: string): string {
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
  if (error instanceof EspalierError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT")
    return new EspalierError("there is no such file", { where: file, hint: "check the path", cause: error });
  if (code === "EISDIR")
    return new EspalierError("this is a folder, not a file", { where: file, cause: error });
  return new EspalierError(`cannot be read (${reasonOf(error)})`, { where: file, cause: error });
}
