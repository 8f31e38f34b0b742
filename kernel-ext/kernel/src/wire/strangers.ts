import { MAX_STRANGERS, MAX_STRANGERS_BYTES } from "./limits";
import { ProtocolError } from "./protocol-error";

/** A peer that has not shown that it is a front end of this kernel. */
export interface Stranger {
  /** Closes its connection, for what it or others sent. */
  refuse(error: ProtocolError): void;
}

/**
 * The peers of a kernel's sockets that have sent nothing with a right signature, and what is kept for them. All of them together get
 * a small part of the memory, however many there are.
 */
export class Strangers {
  readonly #kept = new Map<Stranger, number>();
  #bytes = 0;

  /** How many there are. */
  get count(): number {
    return this.#kept.size;
  }

  /** What is kept for all of them, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @throws ProtocolError where there are too many: those who came before stay. */
  add(stranger: Stranger): void {
    if (this.#kept.size >= MAX_STRANGERS)
      throw new ProtocolError("There are too many peers without a message.");
    this.#kept.set(stranger, 0);
  }

  /** Says what is kept for one now. Above what all may have together the largest is let go. */
  keep(stranger: Stranger, bytes: number): void {
    const before = this.#kept.get(stranger);
    if (before === undefined) return;
    this.#kept.set(stranger, bytes);
    this.#bytes += bytes - before;
    while (this.#bytes > MAX_STRANGERS_BYTES) {
      const [largest] = [...this.#kept].reduce((a, b) => (b[1] > a[1] ? b : a));
      this.delete(largest);
      largest.refuse(new ProtocolError("Peers without a signature send too much."));
    }
  }

  /** It has gone, or is none any more. */
  delete(stranger: Stranger): void {
    this.#bytes -= this.#kept.get(stranger) ?? 0;
    this.#kept.delete(stranger);
  }
}
