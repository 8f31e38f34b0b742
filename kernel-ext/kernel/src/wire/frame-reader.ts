import type { ByteQueue } from "./byte-queue";
import { COMMAND, KNOWN_FLAGS, LONG, LONG_HEADER_BYTES, MORE, SHORT_HEADER_BYTES } from "./frames";
import { MAX_COMMAND_BYTES, MAX_MESSAGE_BYTES, MAX_MESSAGE_FRAMES, PIECE_BYTES } from "./limits";
import { ProtocolError } from "./protocol-error";

/** A whole message, or a command. */
export type Received = { readonly frames: Buffer[] } | { readonly command: Buffer };

/**
 * Takes messages and commands out of the bytes that have arrived. Sizes are checked when the header is there, before
 * the body is waited for.
 */
export class FrameReader {
  readonly #bytes: ByteQueue;
  /** The flags of the frame whose header has been taken, while its body is awaited. */
  #flags: number | undefined;
  #size = 0;
  /** The frames of a message whose last one is still to come. */
  #frames: Buffer[] = [];
  #messageBytes = 0;

  /** The largest message that may come. */
  maxMessageBytes = MAX_MESSAGE_BYTES;

  constructor(bytes: ByteQueue) {
    this.#bytes = bytes;
  }

  /** What is kept in memory of a message whose end is still to come, in bytes. What was announced does not count. */
  get keptBytes(): number {
    const pieces = this.#bytes.pieces + this.#frames.length;
    return this.#bytes.length + this.#messageBytes + pieces * PIECE_BYTES;
  }

  /** What came of an unfinished message is forgotten: nobody waits for the rest. */
  clear(): void {
    this.#frames = [];
    this.#messageBytes = 0;
  }

  /** The next whole message or command; undefined until more bytes come. */
  next(): Received | undefined {
    while (this.#flags !== undefined || this.#takeHeader()) {
      if (this.#bytes.length < this.#size) return undefined;
      const flags = this.#flags!;
      const body = this.#bytes.take(this.#size);
      this.#flags = undefined;
      // Between the frames of a message too: libzmq's heartbeats do not wait for its end.
      if (flags & COMMAND) return { command: body };
      this.#frames.push(body);
      this.#messageBytes += body.length;
      if (flags & MORE) continue;
      const frames = this.#frames;
      this.#frames = [];
      this.#messageBytes = 0;
      return { frames };
    }
    return undefined;
  }

  #takeHeader(): boolean {
    const bytes = this.#bytes;
    if (bytes.length < SHORT_HEADER_BYTES) return false;
    const flags = bytes.byteAt(0);
    if (flags & ~KNOWN_FLAGS)
      throw new ProtocolError(`A frame has the flags ${flags}, which ZMTP does not know.`);
    if (flags & LONG) {
      if (bytes.length < LONG_HEADER_BYTES) return false;
      const header = bytes.take(LONG_HEADER_BYTES);
      this.#size = header.readUInt32BE(1) * 2 ** 32 + header.readUInt32BE(5);
    } else {
      this.#size = bytes.take(SHORT_HEADER_BYTES)[1]!;
    }
    this.#check(flags);
    this.#flags = flags;
    return true;
  }

  #check(flags: number): void {
    if (flags & COMMAND) {
      if (flags & MORE) throw new ProtocolError("A command says that more of it follows.");
      if (this.#size > MAX_COMMAND_BYTES) throw new ProtocolError(`A command of ${this.#size} bytes.`);
    } else if (this.#messageBytes + this.#size > this.maxMessageBytes) {
      throw new ProtocolError(`A message of more than ${this.maxMessageBytes} bytes.`);
    } else if (this.#frames.length >= MAX_MESSAGE_FRAMES) {
      throw new ProtocolError(`A message of more than ${MAX_MESSAGE_FRAMES} frames.`);
    }
  }
}
