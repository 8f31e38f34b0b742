import type { RequestId } from "../bridge/messages";
import type { Interrupts } from "./interrupts";
import type { Link } from "./link";
import type { Publisher } from "./publisher";

/**
 * What still is to be said when the process ends: a cell may call `process.exit`. It ends the kernel, as `exit()` does in
 * ipykernel; what was printed before is seen, and the cell has its answer: with a code but 0 it has failed.
 */
export class Exit {
  private isWanted = false;

  constructor(
    private readonly publisher: Publisher,
    private readonly link: Link,
    private readonly interrupts: Interrupts,
  ) {
    process.on("exit", (code) => {
      this.sayLast(code);
    });
  }

  /** The front end has asked for it: everything else that runs is left alone, and live timers hold nothing up. */
  shutDown(): never {
    this.isWanted = true;
    return process.exit(0);
  }

  private sayLast(code: number): void {
    const { running } = this.interrupts;
    if (running?.kind === "cell" && !this.isWanted) this.answer(running.request, code);
    this.publisher.flush();
    this.link.end(code);
  }

  /** The cell that called `process.exit`. */
  private answer(id: RequestId, code: number): void {
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
