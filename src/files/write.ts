/*
 * Files are written whole or not at all: a reader, or a run that is interrupted, never sees half of one.
 */
import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { access, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { EspalierError } from "../errors";

/**
 * Writes a file whole or not at all: to a temporary file beside it, brought to the disk (fsync), then renamed
 * over it, which the file system does in one step. Missing folders are made. An existing file keeps its
 * permissions, and a symbolic link stays a link.
 *
 * @param content Text is written as UTF-8.
 * @throws EspalierError where the folder cannot be written; what was at `file` is then as before.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const target = await realpath(file).catch(() => path.resolve(file));
  const folder = path.dirname(target);
  const temporary = path.join(folder, `.${path.basename(target)}.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    const mode = await stat(target).then(
      (found) => found.mode & 0o777,
      () => undefined,
    );
    try {
      const handle = await open(temporary, "wx", mode ?? 0o666);
      try {
        await handle.writeFile(content);
        // The mode given to `open` is cut by the umask; an existing file's mode is not.
        if (mode !== undefined) await handle.chmod(mode);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(folder);
  } catch (error) {
    throw new EspalierError(`cannot be written (${reasonOf(error)})`, { where: file, cause: error });
  }
}

/**
 * Refuses a place where `writeWhole` could not write: asked before long work whose result goes there. Changes nothing.
 *
 * @throws EspalierError where `file` is a folder, lies below a file, or its folder may not be written.
 */
export async function checkWritable(file: string): Promise<void> {
  const target = path.resolve(file);
  if ((await stat(target).catch(() => undefined))?.isDirectory())
    throw new EspalierError("this is a folder, not a file", { where: file });
  let folder = path.dirname(target);
  let found = await stat(folder).catch(() => undefined);
  while (!found && folder !== path.dirname(folder)) {
    folder = path.dirname(folder);
    found = await stat(folder).catch(() => undefined);
  }
  if (found && !found.isDirectory())
    throw new EspalierError(`cannot be written: ${folder} is a file, not a folder`, { where: file });
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new EspalierError(`cannot be written (${reasonOf(error)})`, { where: file, cause: error });
  }
}

/** Makes the rename itself last through a power cut. Not every system can; the file is whole either way. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows cannot open a folder.
  }
}

/** The system's own short reason: `ENOSPC: no space left on device`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message.replace(/, \w+ '.*$/s, "");
}
