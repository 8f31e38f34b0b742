import type { Activities } from "./activity";
import type { Interrupts } from "./interrupts";
import type { Link } from "./link";
import type { Publisher } from "./publisher";

/**
 * What still is to be said when the process ends: a cell may call `process.exit`. It ends the kernel, as `exit()` does in
 * ipykernel; what was printed before is seen, and the cell has its answer: with a code but 0 it has failed.
 */
export class Exit {
  private answered = false;

  constructor(
    private readonly publisher: Publisher,
    private readonly link: Link,
    private readonly activities: Activities,
    private readonly interrupts: Interrupts,
  ) {
    process.on("exit", (code) => {
      this.sayLast(code);
    });
  }

  /** The front end asked for it, and has its answer: everything else that runs is left alone. */
  shutDown(): never {
    this.answered = true;
    return process.exit(0);
  }

  private sayLast(code: number): void {
    if (this.answered) return;
    this.answered = true;
    const { publisher } = this;
    const request = this.interrupts.running?.request ?? this.activities.owner?.request;
    if (this.interrupts.running && request !== undefined) this.answer(request, code);
    publisher.flush();
    this.link.end(code);
  }

  private answer(id: string, code: number): void {
    const { publisher } = this;
    if (code === 0) {
      publisher.send({ kind: "executed", id, result: { status: "ok", userExpressions: {} } });
      return;
    }
    const evalue = `the cell ended the kernel with process.exit(${code})`;
    const content = { ename: "Exit", evalue, traceback: [`Exit: ${evalue}`] };
    publisher.publish(id, "error", content);
    publisher.send({ kind: "executed", id, result: { status: "error", ...content } });
  }
}
