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

/** What waits for one socket. */
class Queue {
  private readonly waiting: Frames[] = [];
  private last: Promise<void> = Promise.resolve();
  private draining: Promise<void> | undefined;

  constructor(private readonly sendNow: (frames: Frames) => Promise<void>) {}

  /** At once where zeromq takes it, so that a computing cell's first words are seen; else in turn. */
  async send(frames: Frames): Promise<void> {
    if (!this.draining) {
      try {
        this.last = this.sendNow(frames);
        await this.last;
        return;
      } catch (error) {
        if (!isBusy(error)) throw error;
      }
    }
    this.waiting.push(frames);
    this.draining ??= this.drain();
    await this.draining;
  }

  whenEmpty(then: () => void): void {
    if (this.draining) void this.draining.finally(then);
    else then();
  }

  private async drain(): Promise<void> {
    try {
      await this.last.catch(() => undefined);
      while (this.waiting.length > 0) {
        for (const frames of this.waiting.splice(0)) await this.sendNow(frames);
      }
    } finally {
      this.draining = undefined;
    }
  }
}

/** zeromq seals its sockets: what belongs to one cannot be kept on it. */
const queues = new WeakMap<Socket, Queue>();

/** The socket class with a `send` that may be called any number of times without waiting; order is kept. */
export function lossless(Base: SocketClass): SocketClass {
  return class Lossless extends Base {
    constructor(options?: object) {
      // Without a high-water mark: a publisher drops what is above it, silently.
      super({ sendHighWaterMark: 0, ...options });
      queues.set(this, new Queue((frames) => super.send(frames)));
    }

    override send(frames: Frames): Promise<void> {
      return queues.get(this)!.send(frames);
    }

    override close(): void {
      queues.get(this)!.whenEmpty(() => {
        super.close();
      });
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
