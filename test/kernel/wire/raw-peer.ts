import { connect, type Socket } from "node:net";
import { ByteQueue } from "../../../kernel-ext/kernel/src/wire/byte-queue";
import { FrameReader, type Received } from "../../../kernel-ext/kernel/src/wire/frame-reader";

/** A command as bytes. */
export function command(name: string, data: string | Uint8Array = ""): Buffer {
  const body = Buffer.concat([Buffer.of(name.length), Buffer.from(name), Buffer.from(data)]);
  return Buffer.concat([Buffer.of(4, body.length), body]);
}

/** A short frame as bytes. */
export function frame(flags: number, body: string | Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(flags, body.length), Buffer.from(body)]);
}

/** A greeting of that version and mechanism. */
export function greeting(mechanism = "NULL", major = 3, minor = 0): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, major, minor]);
  bytes.write(mechanism, 12);
  return bytes;
}

/** A READY of that type of socket. */
export function ready(type: string, identity?: string): Buffer {
  const property = (name: string, value: string): Buffer =>
    Buffer.concat([
      Buffer.of(name.length),
      Buffer.from(name),
      Buffer.of(0, 0, 0, value.length),
      Buffer.from(value),
    ]);
  const named = identity === undefined ? [] : [property("Identity", identity)];
  return command("READY", Buffer.concat([property("Socket-Type", type), ...named]));
}

/** A client that writes whatever bytes it likes, and reads as a ZMTP peer does. */
export class RawPeer {
  readonly socket: Socket;
  readonly #bytes = new ByteQueue();
  readonly #reader = new FrameReader(this.#bytes);
  #greeted = false;
  #wake: () => void = () => undefined;

  /** @param allowHalfOpen whether it may go on writing when the other side has ended. */
  constructor(port: number, allowHalfOpen: boolean) {
    this.socket = connect({ port, host: "127.0.0.1", allowHalfOpen });
    this.socket.on("error", () => undefined);
    this.socket.on("close", () => this.#wake());
    this.socket.on("data", (chunk: Buffer) => {
      this.#bytes.push(chunk);
      this.#wake();
    });
  }

  write(...pieces: Uint8Array[]): this {
    this.socket.write(Buffer.concat(pieces));
    return this;
  }

  /** The next command or message that came; undefined when the connection has ended. */
  async receive(): Promise<Received | undefined> {
    for (;;) {
      if (!this.#greeted && this.#bytes.length >= 64) {
        this.#bytes.take(64);
        this.#greeted = true;
      }
      const received = this.#greeted ? this.#reader.next() : undefined;
      if (received || this.socket.closed) return received;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Resolves when the connection has ended, from whichever side. */
  async ended(): Promise<void> {
    if (this.socket.closed) return;
    // Not by `once` of Node's: a reset is an end too.
    await new Promise<void>((resolve) => this.socket.once("close", () => resolve()));
  }
}
