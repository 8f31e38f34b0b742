/* Files of data, looked at before they are read. */
import { constants } from "node:buffer";
import { stat } from "node:fs/promises";
import { EspalierError } from "../errors";
import { readBytes, readText } from "../files";
import { checkLimit } from "../limits";

/** As `readBytes`. @throws EspalierError too where the file is past the limit `dataBytes`, or no file but a device */
export async function readDataBytes(file: string): Promise<Uint8Array> {
  await sizeOf(file);
  return readBytes(file);
}

/** As `readText`. @throws EspalierError as `readDataBytes`, and where it is past what fits into one text */
export async function readDataText(file: string): Promise<string> {
  const size = await sizeOf(file);
  if (size > constants.MAX_STRING_LENGTH)
    throw new EspalierError(
      `the file has ${size.toLocaleString("en")} bytes, and a text holds ${constants.MAX_STRING_LENGTH.toLocaleString("en")}`,
      { where: file, hint: "split it, or give its numbers to fromArrays" },
    );
  return readText(file);
}

async function sizeOf(file: string): Promise<number> {
  // What cannot be looked at cannot be read either: reading says why.
  const found = await stat(file).catch(() => undefined);
  if (!found || found.isDirectory()) return 0;
  if (!found.isFile())
    throw new EspalierError("this is no file but a device or a pipe", {
      where: file,
      hint: "write what it gives into a file first",
    });
  checkLimit("dataBytes", found.size, `the file has ${found.size.toLocaleString("en")} bytes`, file);
  return found.size;
}
