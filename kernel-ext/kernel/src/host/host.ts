import type { CompleteResult, ExecuteRequest, IsCompleteResult, MimeData } from "../bridge/messages";
import type { Compiler } from "../compiler/contract";
import type { Cells } from "./cells";
import type { Comms } from "./comms";
import type { Exit } from "./exit";
import type { Interrupts } from "./interrupts";
import type { Link, Request } from "./link";
import type { Publisher } from "./publisher";

export interface HostParts {
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
    const { interrupts, exit, publisher, compiler, comms } = this.parts;
    switch (request.kind) {
      case "execute":
        return void this.execute(request);
      case "complete": {
        const { id, code, offset } = request;
        const result = orElse(nothingToComplete(offset), () => compiler.complete(code, offset));
        return publisher.send({ kind: "completed", id, result });
      }
      case "inspect": {
        const { id, code, offset, detail } = request;
        const result = orElse<MimeData | undefined>(undefined, () => compiler.inspect(code, offset, detail));
        return publisher.send({ kind: "inspected", id, result });
      }
      case "isComplete": {
        const result = orElse<IsCompleteResult>({ status: "complete" }, () =>
          compiler.isComplete(request.code),
        );
        return publisher.send({ kind: "isCompleted", id: request.id, result });
      }
      case "commOpen":
      case "commMessage":
      case "commClose":
        return void comms.handle(request).then(() => publisher.send({ kind: "commHandled", id: request.id }));
      case "interrupt":
        return interrupts.arrived(request.execution);
      case "shutdown":
        return exit.shutDown();
    }
  }

  private async execute(request: ExecuteRequest): Promise<void> {
    const result = await this.parts.cells.execute(request);
    this.parts.publisher.send({ kind: "executed", id: request.id, result });
  }
}

function nothingToComplete(offset: number): CompleteResult {
  return { matches: [], start: offset, end: offset, types: [] };
}

/** Help with writing is no more than help: where it fails there is none. */
function orElse<T>(otherwise: T, run: () => T): T {
  try {
    return run();
  } catch {
    return otherwise;
  }
}
