/* What stands where a file is to be written. */
import { lstat, readlink, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { EspalierError } from "../errors";

/** More links one after another than anybody makes; the system's own limit. */
const MOST_LINKS = 40;

type Place =
  | { readonly kind: "folder" }
  /** A regular file, or nothing yet: written whole. `mode`: permissions of the file that is there. */
  | { readonly kind: "file"; readonly target: string; readonly mode: number | undefined }
  /** A device or a pipe: written through. */
  | { readonly kind: "stream" }
  /** A stream that this process was given and that leads to a file (`/dev/stdout` after `> file`). */
  | { readonly kind: "descriptor"; readonly descriptor: number };

/**
 * Where a write to `file` goes, links followed.
 *
 * @throws EspalierError where it is a socket; what the file system says where links go in a circle
 */
export async function placeOf(file: string): Promise<Place> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) return { kind: "folder" };
  if (found?.isSocket()) throw new EspalierError("this is a socket, not a file", { where: file });
  if (found && !found.isFile()) return { kind: "stream" };
  const descriptor = descriptorOf(path.resolve(file));
  if (found && descriptor !== undefined) return { kind: "descriptor", descriptor };
  const target = found ? await realpath(file) : await endOfLinks(file);
  return { kind: "file", target, mode: found && found.mode & 0o777 };
}

/** The number of this process's own stream that a path names. */
function descriptorOf(file: string): number | undefined {
  if (file === "/dev/stdout") return 1;
  if (file === "/dev/stderr") return 2;
  const number = /^\/(?:dev\/fd|proc\/self\/fd)\/(\d+)$/.exec(file)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Where a link leads to that points at nothing yet; what is no link is its own end. */
async function endOfLinks(file: string): Promise<string> {
  let end = path.resolve(file);
  for (let links = 0; (await lstat(end).catch(() => undefined))?.isSymbolicLink(); links++) {
    if (links === MOST_LINKS) throw new EspalierError("its links go in a circle", { where: file });
    end = path.resolve(path.dirname(end), await readlink(end));
  }
  return end;
}
