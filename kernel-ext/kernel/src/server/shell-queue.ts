import type { Request } from "./message";

interface Waiting {
  readonly request: Request;
  aborted: boolean;
}

/** The shell channel: one request at a time, in the order in which they came; messages of comms do not wait. */
export class ShellQueue {
  private readonly waiting: Waiting[] = [];
  private running = false;
  private closed = false;

  /**
   * @param serve begins a request; the next one begins when what it returns is settled.
   * @param failed hears of a request that could not be served; the next one has its turn all the same.
   */
  constructor(
    private readonly serve: (request: Request, aborted: boolean) => Promise<void> | undefined,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** A request that needs no waiting is served before this returns, if no other is under way. */
  add(request: Request): void {
    const entry = { request, aborted: false };
    // What widgets say is handed over while a cell runs: it may be what the cell awaits.
    if (this.running && request.type.startsWith("comm_") && request.type !== "comm_info_request") {
      void this.attend(entry);
      return;
    }
    this.waiting.push(entry);
    if (!this.running) void this.run();
  }

  /**
   * Cells that wait now are not to run: one before them failed, and their author cannot have wanted that.
   *
   * @returns how many these are.
   */
  abortExecutions(): number {
    const cells = this.waiting.filter(
      ({ request, aborted }) => request.type === "execute_request" && !aborted,
    );
    for (const cell of cells) cell.aborted = true;
    return cells.length;
  }

  /** Nothing is begun any more. */
  close(): void {
    this.closed = true;
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let next = this.waiting.shift(); next && !this.closed; next = this.waiting.shift()) {
      const attended = this.attend(next);
      if (attended) await attended;
    }
    this.running = false;
  }

  /** Nothing to wait for where a request is served at once. */
  private attend({ request, aborted }: Waiting): Promise<void> | undefined {
    try {
      return this.serve(request, aborted)?.catch(this.failed);
    } catch (error) {
      this.failed(error);
      return undefined;
    }
  }
}
