import type { JsonObject, Publication, RequestId, ToServer } from "../bridge/messages";

export type StreamName = "stdout" | "stderr";

/** Text that is gathered is posted when it has this many UTF-16 units, or is this old. */
const most = { units: 32_768, milliseconds: 10 };

/** So many pieces of text go out one by one, and after them so many a second. */
const tokens = { most: 64, perMillisecond: 0.2 };

/**
 * All that goes to the front ends, in its order. What a cell prints is posted at once, for it may compute for an hour
 * afterwards; only floods are gathered.
 */
export class Publisher {
  private waiting: { readonly request: RequestId | undefined; readonly name: StreamName } | undefined;
  private text = "";
  private lastPost = 0;
  private left = tokens.most;
  private willFlush = false;

  constructor(private readonly post: (message: ToServer) => void) {}

  write(request: RequestId | undefined, name: StreamName, text: string): void {
    if (text === "") return;
    if (this.waiting && (this.waiting.request !== request || this.waiting.name !== name)) this.flush();
    this.waiting ??= { request, name };
    this.text += text;
    const now = performance.now();
    const age = now - this.lastPost;
    if (this.text.length >= most.units || age >= most.milliseconds || this.takeToken(age)) {
      this.flush(now);
    } else if (!this.willFlush) {
      this.willFlush = true;
      setImmediate(() => {
        this.willFlush = false;
        this.flush();
      });
    }
  }

  publish(
    request: RequestId | undefined,
    type: Publication["type"],
    content: JsonObject,
    extra: Pick<Publication, "metadata" | "buffers"> = {},
  ): void {
    this.send({ kind: "publish", id: request, type, content, ...extra });
  }

  /** Any other message, after all that was printed before. */
  send(message: ToServer): void {
    this.flush();
    this.post(message);
  }

  flush(now = performance.now()): void {
    const { waiting, text } = this;
    if (!waiting) return;
    this.waiting = undefined;
    this.text = "";
    this.left = Math.min(tokens.most, this.left + (now - this.lastPost) * tokens.perMillisecond);
    this.lastPost = now;
    this.post({
      kind: "publish",
      id: waiting.request,
      type: "stream",
      content: { name: waiting.name, text },
    });
  }

  private takeToken(age: number): boolean {
    if (this.left + age * tokens.perMillisecond < 1) return false;
    this.left -= 1;
    return true;
  }
}
