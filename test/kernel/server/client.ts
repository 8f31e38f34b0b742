import { createHmac, randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";
import { patience } from "../../eventually";

export type Content = Readonly<Record<string, unknown>>;

export interface Heard {
  readonly type: string;
  readonly header: Content;
  readonly parent: Content;
  readonly metadata: Content;
  readonly content: Content;
  readonly buffers: readonly Buffer[];
  /** What stood in front of the message. */
  readonly prefix: readonly string[];
}

export interface Ports {
  readonly shell: number;
  readonly control: number;
  readonly iopub: number;
  readonly stdin: number;
}

const delimiter = "<IDS|MSG>";

/** A front end, on libzmq: everything it hears is kept in order. */
export class Client {
  readonly session: string = randomUUID();
  readonly heard: Heard[] = [];
  private readonly sockets: Record<"shell" | "control" | "stdin", Dealer>;
  private readonly iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  private readonly wake = new Set<() => void>();

  constructor(
    ports: Ports,
    private readonly key: string,
  ) {
    const dealer = (port: number) => {
      const socket = new Dealer({ linger: 0, routingId: this.session });
      socket.connect(`tcp://127.0.0.1:${port}`);
      return socket;
    };
    this.sockets = { shell: dealer(ports.shell), control: dealer(ports.control), stdin: dealer(ports.stdin) };
    this.iopub.connect(`tcp://127.0.0.1:${ports.iopub}`);
    this.iopub.subscribe();
    for (const socket of [...Object.values(this.sockets), this.iopub]) void this.listen(socket);
  }

  /** @returns the `msg_id`. */
  async send(
    channel: "shell" | "control" | "stdin",
    type: string,
    content: unknown = {},
    extra: {
      header?: Content;
      parent?: Content;
      metadata?: Content;
      buffers?: Buffer[];
      prefix?: string[];
    } = {},
  ): Promise<string> {
    const { frames, id } = this.frames(type, content, extra);
    await this.sockets[channel].send(frames);
    return id;
  }

  frames(
    type: string,
    content: unknown,
    {
      header: own = {},
      parent = {},
      metadata = {},
      buffers = [],
      prefix = [],
    }: { header?: Content; parent?: Content; metadata?: Content; buffers?: Buffer[]; prefix?: string[] } = {},
  ): { id: string; frames: (string | Buffer)[] } {
    const id = randomUUID();
    const date = new Date().toISOString();
    const header = {
      msg_id: id,
      session: this.session,
      username: "t",
      date,
      msg_type: type,
      version: "5.4",
      ...own,
    };
    const parts = [header, parent, metadata, content].map((part) => Buffer.from(JSON.stringify(part)));
    return { id, frames: [...prefix, delimiter, sign(this.key, parts), ...parts, ...buffers] };
  }

  raw(channel: "shell" | "control" | "stdin", frames: readonly (string | Buffer)[]): Promise<void> {
    return this.sockets[channel].send([...frames]);
  }

  /** The first message, past or to come, that fits. */
  async hear(fits: (message: Heard) => boolean, what = "a message"): Promise<Heard> {
    const deadline = Date.now() + patience;
    for (;;) {
      const found = this.heard.find(fits);
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`${what} did not come; heard: ${this.summary()}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        this.wake.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** What is broadcast from now on will be heard. */
  async subscribed(): Promise<void> {
    await this.hear(({ type }) => type === "iopub_welcome", "iopub_welcome");
  }

  reply(id: string): Promise<Heard> {
    return this.hear(({ type, parent }) => parent.msg_id === id && type.endsWith("_reply"), "the reply");
  }

  idle(id: string): Promise<Heard> {
    return this.hear(
      ({ type, parent, content }) =>
        parent.msg_id === id && type === "status" && content.execution_state === "idle",
      "idle",
    );
  }

  /** Sends a request and waits for all that comes of it. */
  async ask(
    channel: "shell" | "control",
    type: string,
    content: unknown = {},
    extra: { header?: Content } = {},
  ): Promise<Heard> {
    const id = await this.send(channel, type, content, extra);
    const reply = await this.reply(id);
    await this.idle(id);
    return reply;
  }

  /** What came on iopub of that request, in order, in short: `status busy`, `stream stdout: text`. */
  broadcasts(id: string): string[] {
    return this.heard
      .filter(({ parent, prefix }) => parent.msg_id === id && prefix[0]?.startsWith("kernel."))
      .map(short);
  }

  close(): void {
    for (const socket of [...Object.values(this.sockets), this.iopub]) socket.close();
  }

  private summary(): string {
    return this.heard.map(short).join(", ");
  }

  private async listen(socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const at = frames.findIndex((frame) => frame.toString() === delimiter);
      const parts = frames.slice(at + 2, at + 6);
      if (frames[at + 1]!.toString() !== sign(this.key, parts)) continue;
      const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part.toString()) as Content);
      this.heard.push({
        type: String(header!.msg_type),
        header: header!,
        parent: parent!,
        metadata: metadata!,
        content: content!,
        buffers: frames.slice(at + 6),
        prefix: frames.slice(0, at).map((frame) => frame.toString()),
      });
      for (const wake of this.wake) wake();
      this.wake.clear();
    }
  }
}

function short({ type, content }: Heard): string {
  if (type === "status") return String(content.execution_state);
  if (type === "stream") return `${String(content.name)}: ${String(content.text)}`;
  return type;
}

function sign(key: string, parts: readonly Buffer[]): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}
