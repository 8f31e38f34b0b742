import type { Publication } from "../bridge/messages";
import { toJson } from "../display/json";
import { toBytes } from "./buffers";
import { Listeners } from "./listeners";

type Kind = Extract<Publication["type"], "comm_open" | "comm_msg" | "comm_close">;
type Content = Readonly<Record<string, unknown>>;

interface CommExtra {
  readonly metadata?: Content;
  readonly buffers?: readonly Uint8Array[];
}

/** Where a comm's messages go. */
type Publish = (type: Kind, content: Content, extra: CommExtra) => void;

/** One line of talk between the kernel and a page. */
export class Comm implements Jupyter.Comm {
  /** Of `message`, `close` (by the page) and `closed` (by whomever). */
  readonly listeners = new Listeners();
  #isOpen = true;

  constructor(
    private readonly publish: Publish,
    readonly id: string,
    readonly target: string,
  ) {}

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Says to the page that it is there. */
  announce(data: Content, options: Jupyter.CommOptions): void {
    this.post("comm_open", { comm_id: this.id, target_name: this.target, data: json(data) }, options);
  }

  send(data: Content = {}, options: Jupyter.CommOptions = {}): void {
    if (!this.#isOpen) throw new Error(`this comm (target "${this.target}") is closed: open another one`);
    this.post("comm_msg", { comm_id: this.id, data: json(data) }, options);
  }

  onMessage(handler: (message: Jupyter.CommMessage) => unknown): void {
    this.listeners.add("message", handler);
  }

  onClose(handler: (message: Jupyter.CommMessage) => unknown): void {
    this.listeners.add("close", handler);
  }

  close(data: Content = {}, options: Jupyter.CommOptions = {}): void {
    if (!this.#isOpen) return;
    this.closed();
    this.post("comm_close", { comm_id: this.id, data: json(data) }, options);
  }

  /** The other side has closed it, or this one is about to say so. */
  closed(): void {
    this.#isOpen = false;
    for (const call of this.listeners.calls("closed")) call();
  }

  private post(type: Kind, content: Content, { metadata, buffers }: Jupyter.CommOptions): void {
    this.publish(type, content, {
      ...(metadata && { metadata: json(metadata) }),
      ...(buffers?.length && { buffers: buffers.map(toBytes) }),
    });
  }
}

/** What cannot be sent is said here, to the code that wants to send it. */
function json(data: Content): Content {
  const copy = toJson(data);
  if (typeof copy === "object" && copy !== null && !Array.isArray(copy)) return copy as Content;
  throw new TypeError("a comm sends objects: give { name: value, … }");
}
