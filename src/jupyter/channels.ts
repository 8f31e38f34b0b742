import { randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";
import { address } from "./connection";
import type { Connection } from "./connection";
import { decode, encode, request } from "./wire";
import type { Content, Message } from "./wire";

/** A request that is under way. */
export interface Ticket {
  readonly id: string;
  /** The answer on the channel that the request went out on. */
  readonly reply: Promise<Message>;
  /** The kernel says on iopub that it is done: nothing of this request follows on iopub. */
  readonly idle: Promise<void>;
}

interface Pending {
  readonly reply: (message: Message) => void;
  readonly idle: () => void;
}

/** The sockets to one kernel: requests out; replies and broadcasts in. */
export class Channels {
  /** Every message on iopub, in order. */
  onBroadcast: (message: Message) => void = () => undefined;
  /** When the last broadcast came; none has at first: a subscription takes a moment. */
  heardAt: number | undefined;

  private readonly session = randomUUID();
  private readonly shell = new Dealer({ linger: 0 });
  private readonly control = new Dealer({ linger: 0 });
  // Without a high-water mark: what arrives faster than it is read waits.
  private readonly iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  private readonly pending = new Map<string, Pending>();

  constructor(private readonly connection: Connection) {
    this.shell.connect(address(connection, "shell"));
    this.control.connect(address(connection, "control"));
    this.iopub.connect(address(connection, "iopub"));
    this.iopub.subscribe();
    void this.listen(this.shell, (message) => this.answered(message));
    void this.listen(this.control, (message) => this.answered(message));
    void this.listen(this.iopub, (message) => this.broadcast(message));
  }

  ask(channel: "shell" | "control", type: string, content: Content = {}): Ticket {
    const message = request(type, content, this.session);
    const id = message.header.msg_id;
    const socket = channel === "shell" ? this.shell : this.control;
    let pending: Pending;
    const idle = new Promise<void>((endIdle) => {
      pending = { idle: endIdle, reply: () => undefined };
    });
    const reply = new Promise<Message>((endReply) => {
      pending = { ...pending, reply: endReply };
    });
    this.pending.set(id, pending!);
    // A socket that is closed meanwhile answers nothing; whoever waits also watches the process.
    socket.send(encode(message, this.connection.key)).catch(() => undefined);
    return { id, reply, idle };
  }

  /** No more is awaited of that request; its late broadcasts still come through `onBroadcast`. */
  forget(ticket: Ticket): void {
    this.pending.delete(ticket.id);
  }

  close(): void {
    for (const socket of [this.shell, this.control, this.iopub]) socket.close();
    this.pending.clear();
  }

  private async listen(socket: Dealer | Subscriber, take: (message: Message) => void): Promise<void> {
    for await (const frames of socket) {
      let message: Message;
      try {
        message = decode(frames, this.connection.key);
      } catch {
        // Not from our kernel: the protocol says to drop it.
        continue;
      }
      take(message);
    }
  }

  private answered(message: Message): void {
    this.pending.get(message.parent.msg_id ?? "")?.reply(message);
  }

  private broadcast(message: Message): void {
    this.heardAt = performance.now();
    this.onBroadcast(message);
    const { msg_type: type } = message.header;
    if (type === "status" && message.content.execution_state === "idle") {
      this.pending.get(message.parent.msg_id ?? "")?.idle();
    }
  }
}
