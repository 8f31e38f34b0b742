/*
 * How frames look on the wire (RFC 37): flags (1 byte), size (1 byte, or 8 with LONG), body.
 */

export const MORE = 1;
export const LONG = 2;
export const COMMAND = 4;
export const KNOWN_FLAGS = MORE | LONG | COMMAND;

export const SHORT_HEADER_BYTES = 2;
export const LONG_HEADER_BYTES = 9;
const MAX_SHORT_BODY = 255;

/** Bodies below this are copied into one block with what goes with them: cheaper than a piece of their own. */
export const COPIED_BELOW = 8192;

function headerBytes(size: number): number {
  return size > MAX_SHORT_BODY ? LONG_HEADER_BYTES : SHORT_HEADER_BYTES;
}

/** Writes a header at that place; returns the place behind it. */
function writeHeader(block: Buffer, at: number, flags: number, size: number): number {
  if (size <= MAX_SHORT_BODY) {
    block[at] = flags;
    block[at + 1] = size;
    return at + SHORT_HEADER_BYTES;
  }
  block[at] = flags | LONG;
  block.writeUInt32BE(Math.floor(size / 2 ** 32), at + 1);
  block.writeUInt32BE(size % 2 ** 32, at + 5);
  return at + LONG_HEADER_BYTES;
}

/**
 * A message as the pieces to write, in order. Large bodies are pieces themselves, not copies: whoever gave them must
 * leave them as they are. The same pieces may go to many peers.
 */
export function encodeMessage(frames: readonly Uint8Array[]): Buffer[] {
  let size = 0;
  for (const { length } of frames) size += headerBytes(length) + (length < COPIED_BELOW ? length : 0);
  if (size === 0) return [];
  const block = Buffer.allocUnsafe(size);
  const pieces: Buffer[] = [];
  let start = 0;
  let at = 0;
  frames.forEach((body, index) => {
    at = writeHeader(block, at, index < frames.length - 1 ? MORE : 0, body.length);
    if (body.length < COPIED_BELOW) {
      block.set(body, at);
      at += body.length;
    } else {
      pieces.push(block.subarray(start, at), Buffer.from(body.buffer, body.byteOffset, body.length));
      start = at;
    }
  });
  if (at > start) pieces.push(block.subarray(start, at));
  return pieces;
}

/** A command as the bytes to write. */
export function encodeCommand(body: Uint8Array): Buffer {
  const block = Buffer.allocUnsafe(headerBytes(body.length) + body.length);
  block.set(body, writeHeader(block, 0, COMMAND, body.length));
  return block;
}
