import type { JsonObject } from "../bridge/messages";
import type { RouterSocket } from "../wire/contract";
import type { Broadcast } from "./broadcast";
import type { Codec } from "./codec";
import type { Log } from "./log";
import type { Request } from "./message";

/** The content of a reply. */
export interface Reply {
  readonly content: JsonObject;
  readonly metadata?: JsonObject;
  /** What is to happen when the reply and `idle` are on their way. */
  readonly after?: () => void;
}

/** `undefined`: there is no reply to this kind of message. */
export type Handler = (request: Request) => Reply | undefined | Promise<Reply | undefined>;
export type Handlers = ReadonlyMap<string, Handler>;

/** A request that cannot be answered as it is; the front end reads why. */
export class InvalidRequest extends Error {
  override readonly name = "InvalidRequest";
}

/** Answers the requests of one channel: busy, what the handler does, the reply, idle. */
export class Responder {
  /** What is being answered: a message of a widget may be served while a cell runs. */
  private readonly open = new Set<Request>();

  constructor(
    private readonly socket: Pick<RouterSocket, "send">,
    private readonly codec: Codec,
    private readonly broadcast: Broadcast,
    private readonly log: Log,
  ) {}

  /** @returns a promise only if the handler does: what can be answered at once is answered when this returns. */
  serve(request: Request, handler: Handler | undefined): Promise<void> | undefined {
    this.open.add(request);
    this.broadcast.status("busy", request.header);
    if (handler === undefined) this.log.debug(`unknown message ${JSON.stringify(request.type)}: ignored`);
    let reply: ReturnType<Handler>;
    try {
      reply = handler?.(request);
    } catch (error) {
      reply = failure(error);
    }
    if (!(reply instanceof Promise)) {
      this.finish(request, reply);
      return undefined;
    }
    return reply.catch(failure).then((content) => this.finish(request, content));
  }

  private finish(request: Request, reply: Reply | undefined): void {
    this.broadcast.flush();
    if (reply) {
      try {
        this.reply(request, reply);
      } catch (error) {
        this.reply(request, failure(error));
      }
    }
    this.broadcast.status("idle", request.header);
    const [first] = this.open;
    this.open.delete(request);
    // Front ends show the last status that they heard, and servers end kernels that are idle for long.
    if (first && first !== request) this.broadcast.status("busy", first.header);
    reply?.after?.();
  }

  private reply({ type, envelope, header }: Request, { content, metadata }: Reply): void {
    const answer = { type: type.replace(/_request$/, "_reply"), content, metadata, parent: header };
    this.socket.send(this.codec.encode(envelope, answer).frames);
  }
}

/** An `error` reply; its ename is the error's. */
function failure(error: unknown): Reply {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return { content: { status: "error", ename: name, evalue: message, traceback: [`${name}: ${message}`] } };
}
