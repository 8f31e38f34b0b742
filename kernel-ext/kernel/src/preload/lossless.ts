/*
 * zeromq takes about 510 sends in one turn of the event loop; a further one throws EBUSY. tslab does not
 * look: `for (…) console.log(i)` loses every line after the 506th and, worse, the message that says that
 * the cell has ended, so that front ends wait for ever. Here what does not fit waits its turn.
 */
import Module from "node:module";

type Frames = (Buffer | string)[];

interface Socket {
  send(frames: Frames): Promise<void>;
  close(): void;
}
type SocketClass = new (options?: object) => Socket;
interface Zeromq {
  readonly Publisher: SocketClass;
  readonly Router: SocketClass;
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === "EBUSY";

/** The socket class with a `send` that may be called any number of times without waiting; order is kept. */
export function lossless(Base: SocketClass): SocketClass {
  return class Lossless extends Base {
    private readonly waiting: Frames[] = [];
    private last: Promise<void> = Promise.resolve();
    private draining = false;

    constructor(options?: object) {
      // Without a high-water mark: a publisher drops what is above it, silently.
      super({ sendHighWaterMark: 0, ...options });
    }

    override async send(frames: Frames): Promise<void> {
      if (!this.draining) {
        try {
          this.last = super.send(frames);
          await this.last;
          return;
        } catch (error) {
          if (!isBusy(error)) throw error;
        }
      }
      this.waiting.push(frames);
      if (!this.draining) await this.drain();
    }

    private async drain(): Promise<void> {
      this.draining = true;
      try {
        await this.last.catch(() => undefined);
        while (this.waiting.length > 0) {
          for (const frames of this.waiting.splice(0)) await super.send(frames);
        }
      } finally {
        this.draining = false;
      }
    }

    override close(): void {
      if (!this.draining) {
        super.close();
        return;
      }
      void this.drained().then(() => {
        super.close();
      });
    }

    private async drained(): Promise<void> {
      while (this.draining) await new Promise((resolve) => setImmediate(resolve));
    }
  };
}

/** From now on whoever loads zeromq in this process gets sockets that keep all that they are given. */
export function keepAllOutput(): void {
  const loader = Module as unknown as {
    _load: (request: string, ...rest: unknown[]) => unknown;
  };
  const load = loader._load;
  let wrapped: unknown;
  loader._load = (request, ...rest) => {
    const loaded = load(request, ...rest);
    if (request !== "zeromq") return loaded;
    const zeromq = loaded as Zeromq;
    wrapped ??= Object.create(zeromq, {
      Publisher: { value: lossless(zeromq.Publisher), enumerable: true },
      Router: { value: lossless(zeromq.Router), enumerable: true },
    });
    return wrapped;
  };
}
