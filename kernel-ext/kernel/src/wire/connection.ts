import type { Socket } from "node:net";
import { ByteQueue } from "./byte-queue";
import { errorCommand, parseCommand, pongCommand, type Command } from "./commands";
import type { OnRefusedPeer } from "./contract";
import { FrameReader, type Received } from "./frame-reader";
import { GREETING, GREETING_BYTES, checkMechanism, checkSignature } from "./greeting";
import { acceptReady, ready, type SocketType } from "./handshake";
import {
  HANDSHAKE_MILLISECONDS,
  MAX_BEHIND_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_STRANGER_BYTES,
  STRANGER_MESSAGE_MILLISECONDS,
} from "./limits";
import { Outbox } from "./outbox";
import { ProtocolError } from "./protocol-error";
import type { Stranger, Strangers } from "./strangers";

/** What the socket of a connection wants to hear of it. `opened` comes first, `closed` last, each at most once. */
export interface ConnectionEvents {
  /** Greeting and handshake are done: from now on it can be sent to. */
  opened?(connection: Connection): void;
  message(connection: Connection, frames: Buffer[]): void;
  command?(connection: Connection, command: Command): void;
  /** Comes only after `opened`. */
  closed?(connection: Connection): void;
}

/** How long a refused peer has to read why, in milliseconds. */
const REFUSAL_MILLISECONDS = 1000;

/**
 * One peer. It goes from `greeting` over `handshake` to `open`, and to `closed` from anywhere. Whatever the peer sends
 * or fails to send, nothing is thrown but what a listener throws.
 */
export class Connection implements Stranger {
  /** The name that the peer chose; empty until it is open, and if it chose none (a router then gives it one). */
  identity: Buffer = Buffer.alloc(0);

  readonly #socket: Socket;
  readonly #type: SocketType;
  readonly #events: ConnectionEvents;
  readonly #onRefused: OnRefusedPeer;
  readonly #outbox: Outbox;
  readonly #bytes = new ByteQueue();
  readonly #reader = new FrameReader(this.#bytes);
  readonly #handshakeTimer: NodeJS.Timeout;
  readonly #strangers: Strangers;
  #isStranger = true;
  #messageTimer: NodeJS.Timeout | undefined;
  #stage: "greeting" | "handshake" | "open" | "closed" = "greeting";

  constructor(
    socket: Socket,
    type: SocketType,
    events: ConnectionEvents,
    onRefused: OnRefusedPeer,
    strangers: Strangers,
  ) {
    this.#socket = socket;
    this.#outbox = new Outbox(socket);
    this.#type = type;
    this.#events = events;
    this.#onRefused = onRefused;
    this.#strangers = strangers;
    this.#reader.maxMessageBytes = MAX_STRANGER_BYTES;
    // Subscribers stay strangers, and must not lose what a cell prints.
    if (type !== "XPUB") this.#outbox.maxBehindBytes = MAX_STRANGER_BYTES;
    this.#handshakeTimer = setTimeout(() => {
      this.refuse(new ProtocolError("The handshake takes too long."));
    }, HANDSHAKE_MILLISECONDS).unref();
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    // A peer that goes is no error of ours. What cannot be sent any more is dropped, as libzmq does. An error destroys
    // the socket by itself; a peer that only stops sending would keep it half open.
    socket.on("error", () => undefined);
    socket.on("end", () => socket.destroy());
    socket.on("close", () => this.#leave());
    try {
      strangers.add(this);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.refuse(error);
      return;
    }
    this.write([GREETING]);
  }

  /** It has sent a message with the right signature: its messages may be large from now on. */
  trust(): void {
    if (!this.#isStranger) return;
    this.#isStranger = false;
    this.#strangers.delete(this);
    clearTimeout(this.#messageTimer);
    this.#reader.maxMessageBytes = MAX_MESSAGE_BYTES;
    this.#outbox.maxBehindBytes = MAX_BEHIND_BYTES;
  }

  /** Sends pieces of whole messages, in order. */
  write(pieces: readonly Buffer[]): void {
    this.#outbox.write(pieces);
  }

  /** Ends the connection when all that was written has gone out, at the latest after that time. */
  close(milliseconds: number): Promise<void> {
    const unfinished = this.#stage === "greeting" || this.#stage === "handshake";
    this.#leave();
    return this.#end(unfinished ? 0 : milliseconds);
  }

  #receive(chunk: Buffer): void {
    // Whoever is refused may go on talking; nobody listens.
    if (this.#stage === "closed") return;
    this.#bytes.push(chunk);
    try {
      if (this.#stage === "greeting" && !this.#greet()) return;
      let received: Received | undefined;
      while (this.#isAlive() && (received = this.#reader.next()) !== undefined) this.#accept(received);
      if (this.#isStranger && this.#isAlive()) this.#weigh();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.refuse(error);
    }
  }

  /** What is kept of a stranger's unfinished message, and for how long. */
  #weigh(): void {
    const bytes = this.#reader.keptBytes;
    if (bytes > MAX_STRANGER_BYTES) {
      throw new ProtocolError(`A first message of more than ${MAX_STRANGER_BYTES} bytes.`);
    }
    if (bytes === 0) clearTimeout(this.#messageTimer);
    if (bytes === 0 || this.#stage !== "open") this.#messageTimer = undefined;
    else {
      this.#messageTimer ??= setTimeout(() => {
        this.refuse(new ProtocolError("A first message takes too long."));
      }, STRANGER_MESSAGE_MILLISECONDS).unref();
    }
    this.#strangers.keep(this, bytes);
  }

  /** Asked anew after each message: a listener may have closed this connection. */
  #isAlive(): boolean {
    return this.#stage !== "closed";
  }

  /** Whether the peer's greeting is whole. */
  #greet(): boolean {
    const known = Math.min(this.#bytes.length, GREETING_BYTES);
    checkSignature(Uint8Array.from({ length: known }, (_, place) => this.#bytes.byteAt(place)));
    if (known < GREETING_BYTES) return false;
    this.#stage = "handshake";
    checkMechanism(this.#bytes.take(GREETING_BYTES));
    this.write([ready(this.#type)]);
    return true;
  }

  #accept(received: Received): void {
    if ("command" in received) {
      const command = parseCommand(received.command);
      if (this.#stage === "open") this.#obey(command);
      else this.#shakeHands(command);
    } else if (this.#stage === "open") {
      this.#events.message(this, received.frames);
    } else {
      throw new ProtocolError("A message came before the handshake.");
    }
  }

  #shakeHands(command: Command): void {
    if (command.name === "READY") {
      this.identity = acceptReady(this.#type, command.data);
      this.#stage = "open";
      clearTimeout(this.#handshakeTimer);
      this.#events.opened?.(this);
    } else if (command.name === "ERROR") {
      this.#leave();
      this.#socket.destroy();
    } else {
      throw new ProtocolError("A command other than READY came before the handshake.");
    }
  }

  #obey(command: Command): void {
    if (command.name === "PING") this.write([pongCommand(command.data)]);
    else this.#events.command?.(this, command);
  }

  refuse(error: ProtocolError): void {
    if (!this.#isAlive()) return;
    const tell = this.#stage === "handshake";
    this.#onRefused(error.message);
    if (tell) this.write([errorCommand(error.message)]);
    this.#leave();
    void this.#end(tell ? REFUSAL_MILLISECONDS : 0);
  }

  /** Takes leave of the socket that this connection belongs to. */
  #leave(): void {
    const wasOpen = this.#stage === "open";
    this.#stage = "closed";
    clearTimeout(this.#handshakeTimer);
    clearTimeout(this.#messageTimer);
    this.#strangers.delete(this);
    this.#bytes.clear();
    this.#reader.clear();
    if (wasOpen) this.#events.closed?.(this);
  }

  #end(milliseconds: number): Promise<void> {
    const socket = this.#socket;
    this.#outbox.flush();
    return new Promise((resolve) => {
      if (socket.closed) {
        resolve();
        return;
      }
      const timer = setTimeout(() => socket.destroy(), milliseconds);
      socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      if (milliseconds === 0) socket.destroy();
      else socket.end();
    });
  }
}
