import { constants } from "node:buffer";
import { statSync, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { EspalierError } from "../errors";
import type { LimitName } from "../limits";
import { readRegular, readRegularSync, readStream, readStreamSync } from "./regular";
import { reasonOf } from "./reason";

export interface ReadOptions {
  /** The ceiling for its size, looked at before it is read. */
  readonly limit: LimitName;
  /**
   * Whether it may also be a stream that this process was given (`/dev/stdin`, `<(…)` of a shell), which has a writer, up
   * to the same ceiling. For what the user names; without it, only a regular file will do.
   */
  readonly streams?: boolean;
}

/**
 * The bytes of a file.
 *
 * @throws EspalierError naming the file where it is missing, a folder, a pipe, a device, too large, or may not be read.
 */
export async function readBytes(file: string, { limit, streams = false }: ReadOptions): Promise<Uint8Array> {
  try {
    if (streams && isStream(await stat(file), file)) return await readStream(file, limit);
    return await readRegular(file, limit);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** As `readBytes`, at once: for small files that are read while a spec is being understood. */
export function readBytesSync(file: string, { limit, streams = false }: ReadOptions): Uint8Array {
  try {
    if (streams && isStream(statSync(file), file)) return readStreamSync(file, limit);
    return readRegularSync(file, limit);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/**
 * The text of a UTF-8 file, without a byte order mark.
 *
 * @throws EspalierError naming the file where it cannot be read or is not UTF-8.
 */
export async function readText(file: string, options: ReadOptions): Promise<string> {
  return decodeText(await readBytes(file, options), file);
}

/** As `readText`, at once. */
export function readTextSync(file: string, options: ReadOptions): string {
  return decodeText(readBytesSync(file, options), file);
}

/** What the process was given as one of its streams. Any other pipe may have nobody who writes to it. */
function isStream(found: Stats, file: string): boolean {
  return (
    !found.isFile() && !found.isDirectory() && /^\/(dev\/(stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/.test(file)
  );
}

/** Bytes as UTF-8 text. @throws EspalierError naming the file where they are none, or more than one text holds */
export function decodeText(bytes: Uint8Array, file: string): string {
  if (bytes.length > constants.MAX_STRING_LENGTH)
    throw new EspalierError(
      `the file has ${bytes.length.toLocaleString("en")} bytes, and a text holds ${constants.MAX_STRING_LENGTH.toLocaleString("en")}`,
      { where: file, hint: "split it, or give numbers to fromArrays" },
    );
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
