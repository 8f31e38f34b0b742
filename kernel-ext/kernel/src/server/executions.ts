import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { ExecuteResult, JsonObject } from "../bridge/messages";
import type { Broadcast } from "./broadcast";
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
  /** What waits behind a cell that failed is not to run. Returns how many cells that were. */
  readonly abortWaiting: () => number;
  /** The host has answered: no question of that cell is open any more. */
  readonly ended: () => void;
  /** Resolves when no more cells are on their way to here, as far as one can know. */
  readonly quiet?: (() => Promise<void>) | undefined;
}

/** How long no other cell may come, in milliseconds, until a failure is told; and how long that may take in all. */
const quietMilliseconds = 30;
const longest = 300;

async function quietWhile(): Promise<void> {
  await sleep(quietMilliseconds);
  // On a busy machine a timer is late, and comes before what has reached the sockets meanwhile.
  await turn();
}

/** Cells: `execute_request`. */
export class Executions {
  /** Counts the cells that stored history, as the prompt `In [n]` shows it. */
  private count = 0;
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
    });
    this.around.ended();
    const stops = result.status === "error" && !silent && booleanOf(content, "stop_on_error", true);
    if (stops) {
      this.concluding = this.abortFollowing();
      await this.concluding;
    }
    // JupyterLab shows how long a cell took from these.
    const metadata = { started, status: result.status };
    return { content: replyTo(result, executionCount), metadata };
  }

  /**
   * A cell that waited behind one that failed.
   *
   * Not `aborted`, which ipykernel says: the protocol deprecates it ("encouraged to send an error reply instead"), nbclient,
   * papermill and VS Code ask only for `error` and take all else for success, and a cell that never ran must not look as if
   * it had. JupyterLab treats both alike. The number is there because JupyterLab shows a cell without one as still running.
   */
  abort(): Reply {
    const ename = "ExecutionAborted";
    const evalue = "not run, because a cell before it failed";
    const error = { status: "error", ename, evalue, traceback: [`${ename}: ${evalue}`] } as const;
    return { content: replyTo(error, this.count), metadata: { status: "error" } };
  }

  /** The reply to a cell that the host has answered is with the socket. */
  async concluded(): Promise<void> {
    await this.concluding;
    await turn();
  }

  /**
   * Aborts what waits, also what is still on its way: a front end sends all cells of a notebook at once, and the first may
   * have failed before the last is here. All of that before the reply goes out: what comes after it may be from somebody
   * who knows of the failure, and is never aborted. When a cell was sent cannot be asked: clocks are set back, and rounded.
   */
  private async abortFollowing(): Promise<void> {
    const end = performance.now() + longest;
    const { quiet = quietWhile } = this.around;
    do await quiet();
    while (this.around.abortWaiting() > 0 && performance.now() < end);
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
