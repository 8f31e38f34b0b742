import { setTimeout as sleep } from "node:timers/promises";
import { EspalierError } from "../errors";
import { Channels } from "./channels";
import type { Ticket } from "./channels";
import { newConnection, writeConnectionFile } from "./connection";
import type { KernelSpec } from "./kernelspec";
import { KernelProcess, describeExit } from "./process";
import type { Exit } from "./process";
import type { Content, Message } from "./wire";

interface KernelOptions {
  /** The kernel's working folder: the notebook's, as Jupyter does. */
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** How long the kernel may take to get ready. Default 120. */
  readonly startSeconds?: number;
}

/** A running kernel: its process and the channels to it. */
export class Kernel {
  private constructor(
    private readonly spec: KernelSpec,
    private readonly process: KernelProcess,
    private readonly channels: Channels,
    /** The answer to kernel_info_request. */
    readonly info: Content,
    private readonly removeConnectionFile: () => void,
  ) {}

  /**
   * Starts a kernel and waits until it answers on all channels.
   *
   * @throws EspalierError if it ends or does not answer in time, with what it wrote.
   */
  static async start(name: string, spec: KernelSpec, options: KernelOptions): Promise<Kernel> {
    for (let attempt = 1; ; attempt += 1) {
      const connection = await newConnection(name);
      const file = writeConnectionFile(connection);
      const process = new KernelProcess(spec, file.path, options);
      const channels = new Channels(connection);
      try {
        const info = await ready(process, channels, (options.startSeconds ?? 120) * 1000);
        return new Kernel(spec, process, channels, info, file.remove);
      } catch (error) {
        channels.close();
        process.signal("SIGKILL");
        file.remove();
        // Somebody took one of the ports between our choice and the kernel's bind.
        if (attempt < 3 && /EADDRINUSE|address already in use/i.test(process.lastWords)) continue;
        throw error;
      }
    }
  }

  get exited(): Promise<Exit> {
    return this.process.exited;
  }

  get exit(): Exit | undefined {
    return this.process.exit;
  }

  /** What the process itself wrote last, outside of any cell. */
  get lastWords(): string {
    return this.process.lastWords;
  }

  onBroadcast(listener: (message: Message) => void): void {
    this.channels.onBroadcast = listener;
  }

  /** Asks for a cell's code to be run; `settle` waits for its end. */
  execute(code: string): Ticket {
    return this.channels.ask("shell", "execute_request", {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
  }

  forget(ticket: Ticket): void {
    this.channels.forget(ticket);
  }

  /** When it was last heard on iopub, on the clock of `performance.now`. */
  get heardAt(): number {
    return this.channels.heardAt ?? 0;
  }

  interrupt(): void {
    if (this.spec.interrupt_mode === "message") {
      this.forget(this.channels.ask("control", "interrupt_request"));
    } else this.process.signal("SIGINT");
  }

  kill(): void {
    this.process.signal("SIGKILL");
  }

  /**
   * Ends the kernel: by request, then, when the time is over, by force. Work that is still under way in the
   * kernel goes on until the time is over.
   */
  async shutdown(graceMilliseconds: number): Promise<void> {
    if (!this.exit) {
      this.channels.ask("control", "shutdown_request", { restart: false });
      await Promise.race([this.exited, sleep(graceMilliseconds, undefined, { ref: false })]);
      this.kill();
      await this.exited;
    }
    this.channels.close();
    this.removeConnectionFile();
  }
}

async function ready(process: KernelProcess, channels: Channels, milliseconds: number): Promise<Content> {
  const end = Date.now() + milliseconds;
  let answer: Content | undefined;
  while (Date.now() < end) {
    const ticket = channels.ask("shell", "kernel_info_request");
    void ticket.reply.then((reply) => (answer ??= reply.content));
    await Promise.race([
      Promise.all([ticket.reply, ticket.idle]),
      process.exited,
      sleep(500, undefined, { ref: false }),
    ]);
    if (process.exit) break;
    if (answer && channels.heardAt !== undefined) return answer;
  }
  const words = process.lastWords;
  const what = process.exit
    ? `the kernel ended while it started (${describeExit(process.exit)})`
    : `the kernel was not ready after ${milliseconds / 1000} s`;
  throw new EspalierError(words ? `${what}; it wrote:\n${words}` : what, {
    hint: "espalier doctor says what is installed",
  });
}
