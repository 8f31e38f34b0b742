/*
 * Files are written whole or not at all: a reader, or a run that is interrupted, never sees half of one.
 */
import { randomBytes } from "node:crypto";
import { constants, write } from "node:fs";
import { access, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { EspalierError } from "../errors";
import { lifeOf, OWNER, OWNER_PATTERN } from "./owner";
import { placeOf } from "./place";
import { reasonOf } from "./reason";

/**
 * Writes a file whole or not at all: to a temporary file beside it, brought to the disk (fsync), then renamed
 * over it, which the file system does in one step. Missing folders are made. An existing file keeps its
 * permissions, a symbolic link stays a link. A device or a pipe stays one too, and is written through (`/dev/stdout`).
 * What killed processes left of earlier writes of this file is cleared.
 *
 * @param content Text is written as UTF-8.
 * @throws EspalierError where the folder cannot be written; what was at `file` is then as before.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  try {
    const place = await placeOf(file);
    if (place.kind === "file") await replace(place.target, place.mode, content);
    else if (place.kind === "stream") await writeThrough(file, content);
    else if (place.kind === "folder") throw new Error("EISDIR: illegal operation on a directory");
    else await writeTo(place.descriptor, content);
  } catch (error) {
    if (error instanceof EspalierError) throw error;
    throw new EspalierError(`cannot be written (${reasonOf(error)})`, { where: file, cause: error });
  }
}

async function replace(
  target: string,
  mode: number | undefined,
  content: string | Uint8Array,
): Promise<void> {
  const folder = path.dirname(target);
  await mkdir(folder, { recursive: true });
  await clearLeftovers(folder, path.basename(target));
  const temporary = path.join(
    folder,
    `.${path.basename(target)}.${OWNER}.${randomBytes(4).toString("hex")}.tmp`,
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
}

/** Takes away the temporary files of `name` whose processes are no more. */
async function clearLeftovers(folder: string, name: string): Promise<void> {
  const ours = new RegExp(`^(${OWNER_PATTERN})\\.[0-9a-f]{8}\\.tmp$`);
  const start = `.${name}.`;
  for (const entry of await readdir(folder).catch(() => [])) {
    const owner = entry.startsWith(start) ? ours.exec(entry.slice(start.length))?.[1] : undefined;
    if (owner === undefined || lifeOf(owner) !== "dead") continue;
    // In a folder that is not ours they may stay.
    await rm(path.join(folder, entry), { force: true }).catch(() => undefined);
  }
}

/** To a device or a pipe; for a pipe this waits until somebody reads. */
async function writeThrough(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(file, constants.O_WRONLY);
  try {
    await handle.writeFile(content);
  } finally {
    await handle.close();
  }
}

/** To a stream of this process, after what was written there before. */
async function writeTo(descriptor: number, content: string | Uint8Array): Promise<void> {
  const bytes = Buffer.from(content);
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await promisify(write)(descriptor, bytes, done, bytes.length - done, null);
    done += bytesWritten;
  }
}

/**
 * Refuses a place where `writeWhole` could not write: asked before long work whose result goes there. Changes nothing.
 *
 * @throws EspalierError where `file` is a folder or a socket, lies below a file, or may not be written.
 */
export async function checkWritable(file: string): Promise<void> {
  try {
    const place = await placeOf(file);
    if (place.kind === "folder") throw new EspalierError("this is a folder, not a file", { where: file });
    if (place.kind === "descriptor") return;
    if (place.kind === "stream") {
      await access(file, constants.W_OK);
      return;
    }
    let folder = path.dirname(place.target);
    let found = await stat(folder).catch(() => undefined);
    while (!found && folder !== path.dirname(folder)) {
      folder = path.dirname(folder);
      found = await stat(folder).catch(() => undefined);
    }
    if (found && !found.isDirectory())
      throw new EspalierError(`cannot be written: ${folder} is a file, not a folder`, { where: file });
    await access(folder, constants.W_OK);
  } catch (error) {
    if (error instanceof EspalierError) throw error;
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
