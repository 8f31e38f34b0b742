import type { MessagePort } from "node:worker_threads";
import { receiveMessageOnPort } from "node:worker_threads";
import { flag } from "../bridge/flags";
import type { ToHost, ToServer } from "../bridge/messages";
import { Interrupted } from "./services";

type InputReply = Extract<ToHost, { readonly kind: "inputReply" }>;
export type Request = Exclude<ToHost, InputReply>;

/** How long the server thread may take to send what was posted before the process ends. */
const drainMilliseconds = 5000;

/** The port to the server thread: messages in their order, also while the main thread stands still and waits. */
export class Link {
  /** What came while an answer was waited for. */
  private readonly kept: Request[] = [];
  /** Answers that nobody waits for any more. */
  private withdrawn = 0;

  constructor(
    private readonly port: MessagePort,
    private readonly flags: Int32Array,
  ) {}

  /** Begins to take messages. */
  listen(onRequest: (request: Request) => void): void {
    this.deliver = () => {
      for (const earlier of this.kept.splice(0)) onRequest(earlier);
    };
    this.port.on("message", (message: ToHost) => {
      this.deliver();
      if (message.kind !== "inputReply") onRequest(message);
      else this.withdrawn -= 1;
    });
  }

  post(message: ToServer): void {
    this.port.postMessage(message);
  }

  /**
   * Posts a question and stands still until its answer is there.
   *
   * @throws Interrupted
   */
  ask(question: Extract<ToServer, { readonly kind: "input" }>): string | undefined {
    Atomics.store(this.flags, flag.input, 0);
    this.post(question);
    for (;;) {
      const reply = this.receive();
      const isStopped = Atomics.load(this.flags, flag.stopNow) === 1;
      if (reply && (reply.value !== undefined || !isStopped)) return reply.value;
      if (isStopped) {
        if (!reply) this.withdrawn += 1;
        throw new Interrupted();
      }
      Atomics.wait(this.flags, flag.input, 0, 1000);
      Atomics.store(this.flags, flag.input, 0);
    }
  }

  /** The last message: waits until the server thread has sent everything. */
  end(exitCode: number): void {
    Atomics.store(this.flags, flag.drained, 0);
    this.post({ kind: "ending", exitCode });
    Atomics.wait(this.flags, flag.drained, 0, drainMilliseconds);
  }

  private receive(): InputReply | undefined {
    for (;;) {
      const received = receiveMessageOnPort(this.port);
      if (!received) return undefined;
      const message = received.message as ToHost;
      if (message.kind !== "inputReply") this.keep(message);
      else if (this.withdrawn > 0) this.withdrawn -= 1;
      else return message;
    }
  }

  private keep(request: Request): void {
    this.kept.push(request);
    setImmediate(() => this.deliver());
  }

  private deliver: () => void = () => undefined;
}
