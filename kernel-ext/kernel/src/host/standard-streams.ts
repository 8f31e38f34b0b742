import { Readable, Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { Activities } from "./activity";
import type { Publisher, StreamName } from "./publisher";

/**
 * From now on what is printed in this process goes to the front end, under the cell that started what prints it; and
 * there is nothing to read on stdin: `prompt` asks.
 *
 * @param checkOutput throws into code that is to end.
 */
export function redirectStandardStreams(
  publisher: Publisher,
  activities: Activities,
  checkOutput: () => void,
): void {
  const stream = (name: StreamName, fd: 1 | 2): CellStream =>
    new CellStream(fd, (text) => {
      checkOutput();
      publisher.write(activities.owner?.request, name, text);
    });
  replace("stdout", stream("stdout", 1));
  replace("stderr", stream("stderr", 2));
  replace("stdin", Readable.from([]));
  // The streams take everything: there is no error to wait for, and a listener for each line is most of its cost.
  Reflect.set(console, "_ignoreErrors", false);
}

function replace(name: "stdout" | "stderr" | "stdin", stream: unknown): void {
  Object.defineProperty(process, name, {
    value: stream,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

/**
 * `process.stdout` and `process.stderr` of cells. Takes everything at once, so that it is never full; cannot be ended or
 * destroyed, as Node's own cannot.
 */
export class CellStream extends Writable {
  // A character may come in two chunks.
  private readonly decoder = new StringDecoder("utf8");

  constructor(
    /** As Node's own has it. */
    readonly fd: 1 | 2,
    private readonly print: (text: string) => void,
  ) {
    super({ decodeStrings: false, autoDestroy: false, emitClose: false });
  }

  override _write(chunk: string | Buffer, encoding: string, done: (error?: Error | null) => void): void {
    try {
      if (typeof chunk === "string" && isText(encoding)) this.print(chunk);
      else this.print(this.decoder.write(Buffer.from(chunk as string, encoding as BufferEncoding)));
      done();
    } catch (error) {
      // An interrupted cell's: it is to end here, not to hear of it later; the stream goes on.
      done();
      throw error;
    }
  }

  override end(chunk?: unknown, encoding?: unknown, done?: unknown): this {
    const callback = [chunk, encoding, done].find((one) => typeof one === "function") as
      (() => void) | undefined;
    if (typeof chunk === "string" || chunk instanceof Uint8Array) {
      this.write(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
    }
    // Whoever pipes into it waits for this.
    process.nextTick(() => {
      this.emit("finish");
      callback?.();
    });
    return this;
  }

  override destroy(): this {
    return this;
  }
}

function isText(encoding: string): boolean {
  return encoding === "utf8" || encoding === "utf-8" || encoding === "buffer";
}
