import type {
  CommRequest,
  CompleteResult,
  ExecuteRequest,
  IsCompleteResult,
  ToServer,
} from "../bridge/messages";
import type { Compiler } from "../compiler/contract";
import type { Cells } from "./cells";
import type { Comms } from "./comms";
import type { Exit } from "./exit";
import type { Interrupts } from "./interrupts";
import type { Link, Request } from "./link";
import type { Publisher } from "./publisher";
import { letYoungGenerationGrow } from "./young-generation";

interface HostParts {
  readonly link: Link;
  readonly publisher: Publisher;
  readonly interrupts: Interrupts;
  readonly exit: Exit;
  readonly compiler: Compiler;
  readonly cells: Cells;
  readonly comms: Comms;
}

/** Answers what the server thread asks for. Nothing that a request causes gets out of here. */
export class Host {
  constructor(private readonly parts: HostParts) {}

  handle(request: Request): void {
    switch (request.kind) {
      case "execute":
        void this.execute(request);
        break;
      case "complete":
      case "inspect":
      case "isComplete":
        this.parts.publisher.send(this.assist(request));
        break;
      case "commOpen":
      case "commMessage":
      case "commClose":
        void this.handleComm(request);
        break;
      case "interrupt":
        this.parts.interrupts.arrived(request.execution);
        break;
      case "shutdown":
        this.parts.exit.shutDown();
    }
  }

  /** Help with writing is no more than help: where it fails there is none. */
  private assist(
    request: Extract<Request, { readonly kind: "complete" | "inspect" | "isComplete" }>,
  ): ToServer {
    const { compiler } = this.parts;
    const { id, code } = request;
    switch (request.kind) {
      case "complete": {
        const { offset } = request;
        const nothing: CompleteResult = { matches: [], start: offset, end: offset, types: [] };
        return { kind: "completed", id, result: orElse(nothing, () => compiler.complete(code, offset)) };
      }
      case "inspect": {
        const { offset, detail } = request;
        return {
          kind: "inspected",
          id,
          result: orElse(undefined, () => compiler.inspect(code, offset, detail)),
        };
      }
      case "isComplete": {
        const result = orElse<IsCompleteResult>({ status: "complete" }, () => compiler.isComplete(code));
        return { kind: "isCompleted", id, result };
      }
    }
  }

  private async handleComm(request: CommRequest): Promise<void> {
    await this.parts.comms.handle(request);
    this.parts.publisher.send({ kind: "commHandled", id: request.id });
  }

  private async execute(request: ExecuteRequest): Promise<void> {
    letYoungGenerationGrow();
    const result = await this.parts.cells.execute(request);
    this.parts.publisher.send({ kind: "executed", id: request.id, result });
  }
}

function orElse<T>(otherwise: T, run: () => T): T {
  try {
    return run();
  } catch {
    return otherwise;
  }
}
