import type { Socket } from "node:net";
import { COPIED_BELOW } from "./frames";
import { MAX_BEHIND_BYTES } from "./limits";

/** As much as is gathered before it is written, in bytes. */
const BLOCK_BYTES = 65_536;

/**
 * What goes out to one peer. All that is written in one turn of the event loop leaves together, in blocks: one system
 * call instead of one for each message, and no packet that waits for the acknowledgement of a former one.
 */
export class Outbox {
  readonly #socket: Socket;
  #pieces: Buffer[] = [];
  #bytes = 0;
  /** How far the peer may be behind, in bytes. */
  maxBehindBytes = MAX_BEHIND_BYTES;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /**
   * Takes pieces of whole messages, to be sent in order. Nothing happens where the peer has gone; one that is too far
   * behind is let go.
   */
  write(pieces: readonly Buffer[]): void {
    if (!this.#socket.writable) return;
    if (this.#socket.writableLength > this.maxBehindBytes) {
      this.#socket.destroy();
      return;
    }
    if (this.#pieces.length === 0) process.nextTick(() => this.flush());
    for (const piece of pieces) {
      this.#pieces.push(piece);
      this.#bytes += piece.length;
    }
    // Not all at the end of a long turn: the peer can read while more is being made.
    if (this.#bytes >= BLOCK_BYTES) this.flush();
  }

  /** Hands everything to the socket, which keeps what the system does not take yet. */
  flush(): void {
    const pieces = this.#pieces;
    if (pieces.length === 0) return;
    this.#pieces = [];
    this.#bytes = 0;
    if (!this.#socket.writable) return;
    this.#socket.cork();
    let small: Buffer[] = [];
    for (const piece of pieces) {
      if (piece.length < COPIED_BELOW) {
        small.push(piece);
      } else {
        this.#writeTogether(small);
        small = [];
        this.#socket.write(piece);
      }
    }
    this.#writeTogether(small);
    this.#socket.uncork();
  }

  #writeTogether(pieces: readonly Buffer[]): void {
    const [only] = pieces;
    if (only === undefined) return;
    this.#socket.write(pieces.length === 1 ? only : Buffer.concat(pieces));
  }
}
