/*
 * Opening a file that somebody named: a regular file of bounded size and nothing else. A device may never end, a pipe
 * may never begin; both would hang or burst whoever reads them.
 */
import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { EspalierError } from "../errors";
import { checkLimit, type LimitName } from "../limits";

/** Does not wait for the other end, should the file become a pipe between the look and the opening. */
const FLAGS = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/** A read call takes at most 2^31 - 1 bytes. */
const LONGEST_READ = 2 ** 30;

/** What stands at a path, where it is no regular file: `a folder`, `a pipe`, `a device`, `a socket`. */
function otherKind(found: Stats): string | undefined {
  if (found.isFile()) return undefined;
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a pipe";
  return found.isSocket() ? "a socket" : "a device";
}

function check(found: Stats, file: string, limit: LimitName): void {
  const kind = otherKind(found);
  if (kind !== undefined)
    throw new EspalierError(`this is ${kind}, not a file`, {
      where: file,
      hint: kind === "a folder" ? "name a file in it" : "write what it gives into a file first",
    });
  checkSize(found.size, file, limit);
}

function checkSize(bytes: number, file: string, limit: LimitName): void {
  checkLimit(limit, bytes, `the file has ${bytes.toLocaleString("en")} bytes`, file);
}

/** The bytes of a regular file. @throws EspalierError, or what the file system says */
export async function readRegular(file: string, limit: LimitName): Promise<Uint8Array> {
  // Looked at before it is opened: opening alone can move a tape or wake a terminal.
  check(await stat(file), file, limit);
  const handle = await open(file, FLAGS);
  try {
    const found = await handle.stat();
    check(found, file, limit);
    return await fill(handle, new Filling(found.size, file, limit));
  } finally {
    await handle.close();
  }
}

/** The bytes of a stream up to its end, or to the limit. */
export async function readStream(file: string, limit: LimitName): Promise<Uint8Array> {
  const handle = await open(file, constants.O_RDONLY);
  try {
    return await fill(handle, new Filling(0, file, limit));
  } finally {
    await handle.close();
  }
}

async function fill(handle: FileHandle, filling: Filling): Promise<Uint8Array> {
  for (;;) {
    const room = filling.room();
    const { bytesRead } = await handle.read(room, 0, room.length, null);
    if (bytesRead === 0) return filling.bytes();
    filling.took(bytesRead);
  }
}

/** As `readRegular`, at once. */
export function readRegularSync(file: string, limit: LimitName): Uint8Array {
  check(statSync(file), file, limit);
  const handle = openSync(file, FLAGS);
  try {
    const found = fstatSync(handle);
    check(found, file, limit);
    return fillSync(handle, new Filling(found.size, file, limit));
  } finally {
    closeSync(handle);
  }
}

/** As `readStream`, at once. */
export function readStreamSync(file: string, limit: LimitName): Uint8Array {
  const handle = openSync(file, constants.O_RDONLY);
  try {
    return fillSync(handle, new Filling(0, file, limit));
  } finally {
    closeSync(handle);
  }
}

function fillSync(handle: number, filling: Filling): Uint8Array {
  for (;;) {
    const room = filling.room();
    const count = readSync(handle, room, 0, room.length, null);
    if (count === 0) return filling.bytes();
    filling.took(count);
  }
}

/** A buffer for a file of the size that it claims; files of `/proc` claim none, others grow while they are read. */
class Filling {
  private buffer: Uint8Array;
  private length = 0;

  constructor(
    size: number,
    private readonly file: string,
    private readonly limit: LimitName,
  ) {
    // One byte more than it should have: reading it shows the end.
    this.buffer = this.take(size + 1);
  }

  /** Where the next bytes go. */
  room(): Uint8Array {
    if (this.length === this.buffer.length) {
      checkSize(this.length, this.file, this.limit);
      const larger = this.take(Math.max(65_536, 2 * this.length));
      larger.set(this.buffer);
      this.buffer = larger;
    }
    return this.buffer.subarray(this.length, this.length + LONGEST_READ);
  }

  took(count: number): void {
    this.length += count;
  }

  bytes(): Uint8Array {
    checkSize(this.length, this.file, this.limit);
    return this.buffer.subarray(0, this.length);
  }

  private take(size: number): Uint8Array {
    try {
      return new Uint8Array(size);
    } catch (cause) {
      throw new EspalierError(`there is no memory for its ${size.toLocaleString("en")} bytes`, {
        where: this.file,
        cause,
      });
    }
  }
}
