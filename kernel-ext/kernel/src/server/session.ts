import type { JsonObject, Publication } from "../bridge/messages";
import type { Frames, PublisherSocket, RouterSocket } from "../wire/contract";
import { Broadcast } from "./broadcast";
import { Codec } from "./codec";
import { CommRegistry } from "./comms";
import type { Connection } from "./connection-file";
import { controlHandlers } from "./control-handlers";
import { Ending } from "./ending";
import { Executions } from "./executions";
import type { History } from "./history/history";
import { HostLink } from "./host-link";
import type { Port } from "./host-link";
import { Interrupter } from "./interrupter";
import { objectOf, textOf } from "./json";
import { Refusals } from "./log";
import type { Log } from "./log";
import type { Refusal, Request } from "./message";
import { Parents } from "./parents";
import { Questions } from "./questions";
import { Responder } from "./responder";
import { shellHandlers } from "./shell-handlers";
import { ShellQueue } from "./shell-queue";
import { Signer } from "./signer";

interface SessionParts {
  readonly shell: RouterSocket;
  readonly control: RouterSocket;
  readonly stdin: RouterSocket;
  readonly iopub: PublisherSocket;
  /** To the thread that runs user code. */
  readonly port: Port;
  readonly connection: Pick<Connection, "key" | "hash" | "ports">;
  readonly flags: Int32Array;
  /** The content of `kernel_info_reply`. */
  readonly info: JsonObject;
  readonly history: History;
  readonly log: Log;
  /** Ends the process at once. */
  readonly kill: () => void;
  /** Resolves when no more cells are on their way, after one that failed; by time where it is left out. */
  readonly quiet?: () => Promise<void>;
}

/** Reasons not to take a message that has the right signature. One that was seen before may be a stranger's copy. */
const rightlySigned: ReadonlySet<Refusal> = new Set<Refusal>(["no JSON", "no header"]);

/** One kernel's side of the Jupyter protocol, between its sockets and the thread that runs user code. */
export class Session {
  readonly refusals: Refusals;
  private readonly codec: Codec;
  private readonly broadcast: Broadcast;
  private readonly parents = new Parents();
  private readonly comms = new CommRegistry();
  private readonly ending: Ending;

  constructor(private readonly parts: SessionParts) {
    const { shell, control, stdin, iopub, port, connection, flags, info, history, log } = parts;
    const { comms, parents } = this;
    this.refusals = new Refusals(log);
    this.codec = new Codec(new Signer(connection.key, connection.hash));
    const broadcast = (this.broadcast = new Broadcast(iopub, this.codec, log));
    const host = new HostLink(port, (action) => this.guarded(action), flags);
    const questions = new Questions(stdin, this.codec, broadcast, host, parents, flags);
    const interrupter = new Interrupter(host, questions, flags);
    const ending = (this.ending = new Ending({
      host,
      flags,
      sockets: [shell, control, stdin, iopub],
      interrupt: () => {
        queue.close();
        interrupter.interrupt();
      },
      settle: async () => {
        await executions.concluded();
        broadcast.flush();
        await history.settled();
      },
      kill: parts.kill,
    }));

    const executions: Executions = new Executions({
      host,
      broadcast,
      history,
      parents,
      abortWaiting: () => queue.abortExecutions(),
      ended: () => questions.withdraw(),
      quiet: parts.quiet,
    });
    const onControl = controlHandlers({ broadcast, info, interrupter, ending });
    const onShell = shellHandlers({
      host,
      parents,
      comms,
      history,
      info,
      ports: connection.ports,
      execute: (request) => executions.execute(request),
    });
    const shellResponder = new Responder(shell, this.codec, broadcast, log);
    const controlResponder = new Responder(control, this.codec, broadcast, log);
    const queue = new ShellQueue(
      (request, aborted) =>
        shellResponder.serve(request, aborted ? () => executions.abort() : onShell.get(request.type)),
      (error) => this.report(error),
    );

    host.onPublication = (publication) => this.publish(publication);
    host.onInput = (question) => questions.ask(question);
    host.onEnding = () => void ending.follow();
    this.listen(control, (request) => void controlResponder.serve(request, onControl.get(request.type)));
    this.listen(stdin, (request) => {
      if (request.type === "input_reply") questions.answer(request);
    });
    this.listen(shell, (request) => {
      // Where older front ends send it; it must not wait for a cell that computes.
      if (request.type === "shutdown_request")
        void shellResponder.serve(request, onControl.get(request.type));
      else queue.add(request);
    });
  }

  /** To be called when the sockets are bound. */
  start(): void {
    this.broadcast.status("starting", undefined);
  }

  /** Ends the process, without a request: nobody is there any more. */
  end(): void {
    void this.ending.begin(false);
  }

  private listen(socket: RouterSocket, take: (request: Request) => void): void {
    socket.onMessage = (frames: Frames) => {
      let isSigned = false;
      this.guarded(() => {
        const request = this.codec.decode(frames);
        isSigned = typeof request !== "string" || rightlySigned.has(request);
        if (typeof request === "string") this.refusals.add(request);
        else take(request);
      });
      return isSigned;
    };
  }

  private publish(publication: Publication): void {
    const { id, type, content } = publication;
    if (type === "comm_open" || type === "comm_close") this.comms.see(type, content);
    const origin = this.parents.of(id);
    // Comms are no output: their models must stay in step.
    if (origin?.silent && !type.startsWith("comm_")) return;
    const text = textOf(objectOf(content, "data"), "text/plain");
    if (type === "execute_result" && origin?.line !== undefined && text !== undefined) {
      this.parts.history.addOutput(origin.line, text);
    }
    this.broadcast.publish(publication, origin?.header);
  }

  /** Whatever comes from outside must not end the thread. */
  private guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.report(error);
    }
  }

  private report(error: unknown): void {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.parts.log.warn(`a message could not be handled: ${what}`);
  }
}
