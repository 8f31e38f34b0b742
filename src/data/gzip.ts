/*
 * gzip whose unpacked length is known beforehand: nothing is unpacked but the header that tells it, and then no more
 * than it tells. A small file cannot take the memory.
 */
import { constants, gunzipSync } from "node:zlib";
import { EspalierError } from "../errors";

/** Packed bytes in which an IDX header (at most 1,024 bytes) lies; the second number also where gzip's own holds a name. */
const prefixes = [4096, 100_000] as const;
const longestHeader = 1024;

/** deflate (RFC 1951) makes of one byte at most 1,032: a match of 258 takes two bits. */
export const mostPerByte = 1032;

/** The largest buffer that zlib fills at once. */
export const largestChunk = 2 ** 30;

export function isGzip(content: Uint8Array): boolean {
  return content[0] === 0x1f && content[1] === 0x8b;
}

/**
 * What the first bytes unpack to: at least a header, or everything where that is less.
 *
 * @throws EspalierError where they are damaged
 */
export function firstUnpacked(content: Uint8Array, where: string): Uint8Array {
  let bytes = new Uint8Array(0);
  for (const prefix of prefixes) {
    bytes = attempt(where, () =>
      // With this flush the end of the input may be in the middle.
      gunzipSync(content.subarray(0, prefix), { finishFlush: constants.Z_SYNC_FLUSH }),
    );
    if (bytes.length >= longestHeader || prefix >= content.length) break;
  }
  return bytes;
}

/**
 * The content unpacked into one buffer.
 *
 * @param length how many bytes there should be
 * @returns as many, or fewer where there are fewer; nothing where there are more
 * @throws EspalierError where it is damaged
 */
export function unpacked(content: Uint8Array, length: number, where: string): Uint8Array | undefined {
  // Not one byte is taken for what cannot be there.
  if (length > content.length * mostPerByte) throw damaged("it is too short for what its header says", where);
  // One buffer of the right size: zlib's own small ones would be copied together in the end.
  const chunkSize = Math.min(largestChunk, Math.max(64, length + 1));
  return attempt(where, () => {
    try {
      return gunzipSync(content, { maxOutputLength: length, chunkSize });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return undefined;
      throw error;
    }
  });
}

function attempt<Result>(where: string, unpack: () => Result): Result {
  try {
    return unpack();
  } catch (error) {
    throw damaged(error instanceof Error ? error.message : String(error), where, error);
  }
}

function damaged(reason: string, where: string, cause?: unknown): EspalierError {
  return new EspalierError(`the gzip data is truncated or damaged (${reason})`, {
    where,
    hint: "fetch it again",
    cause,
  });
}
