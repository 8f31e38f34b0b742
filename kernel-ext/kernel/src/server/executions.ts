import { setImmediate as turn } from "node:timers/promises";
import type { ExecuteResult, JsonObject } from "../bridge/messages";
import type { Broadcast } from "./broadcast";
import { FailedBefore } from "./failed-before";
import type { History } from "./history/history";
import type { HostLink } from "./host-link";
import { booleanOf, objectOf, textOf } from "./json";
import type { Request } from "./message";
import type { Parents } from "./parents";
import { InvalidRequest } from "./responder";
import type { Reply } from "./responder";

interface Surroundings {
  readonly host: HostLink;
  readonly broadcast: Broadcast;
  readonly history: History;
  readonly parents: Parents;
  /** What waits behind a cell that failed is not to run. */
  readonly abortWaiting: () => void;
  /** The host has answered: no question of that cell is open any more. */
  readonly ended: () => void;
}

/** Cells: `execute_request`. */
export class Executions {
  /** Counts the cells that stored history, as the prompt `In [n]` shows it. */
  private count = 0;
  private readonly failures = new FailedBefore();
  /** What is between the last failure and its reply. */
  private concluding: Promise<void> = Promise.resolve();

  constructor(private readonly around: Surroundings) {}

  async execute(request: Request): Promise<Reply> {
    const { host, broadcast, history, parents } = this.around;
    const { content, header, id } = request;
    const code = textOf(content, "code");
    if (code === undefined) throw new InvalidRequest(`execute_request needs "code", a string`);
    const silent = booleanOf(content, "silent", false);
    const started = new Date().toISOString();
    const stores = !silent && booleanOf(content, "store_history", true);
    if (stores) history.add(++this.count, code);
    const executionCount = this.count;
    parents.remember(request, { silent, line: stores ? executionCount : undefined });
    if (!silent) {
      const input = { code, execution_count: executionCount };
      broadcast.send({ type: "execute_input", content: input, parent: header });
    }
    const { result } = await host.ask({
      kind: "execute",
      id,
      code,
      silent,
      executionCount,
      userExpressions: expressionsOf(content),
      allowStdin: booleanOf(content, "allow_stdin", true),
      cellId: textOf(request.metadata, "cellId"),
    });
    this.around.ended();
    const stops = result.status === "error" && !silent && booleanOf(content, "stop_on_error", true);
    if (stops) {
      this.concluding = this.abortFollowing();
      await this.concluding;
    }
    // JupyterLab shows how long a cell took from these.
    const metadata = { started, status: result.status };
    const after = () => {
      if (stops) this.failures.failed(request);
    };
    return { content: replyTo(result, executionCount), metadata, after };
  }

  /** Whether a cell that just arrived is not to run, since one before it failed. */
  comesTooLate(request: Request): boolean {
    return request.type === "execute_request" && this.failures.precedes(request);
  }

  /** A cell that waited behind one that failed. */
  abort(): Reply {
    // Also `error` would be right; this is what ipykernel sends, and consoles have a word of their own for it.
    return {
      content: { status: "aborted", execution_count: this.count },
      metadata: { status: "aborted" },
    };
  }

  /** The reply to a cell that the host has answered is with the socket. */
  async concluded(): Promise<void> {
    await this.concluding;
    await turn();
  }

  /**
   * Aborts what waits, also what has arrived but was not read yet, which two turns of the event loop do. It must be done
   * before the reply goes out: after that somebody may send a cell who knows of the failure.
   */
  private async abortFollowing(): Promise<void> {
    await turn();
    await turn();
    this.around.abortWaiting();
  }
}

function expressionsOf(content: JsonObject): Readonly<Record<string, string>> {
  const given = Object.entries(objectOf(content, "user_expressions"));
  return Object.fromEntries(given.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function replyTo(result: ExecuteResult, executionCount: number): JsonObject {
  const content = { status: result.status, execution_count: executionCount };
  if (result.status === "ok") return { ...content, user_expressions: result.userExpressions, payload: [] };
  const { ename, evalue, traceback } = result;
  return { ...content, ename, evalue, traceback };
}
