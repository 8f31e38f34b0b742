import type { Activities } from "./activity";
import type { Interrupts } from "./interrupts";
import type { Link } from "./link";
import type { Publisher } from "./publisher";
import { Interrupted } from "./services";

/** Questions to the user, for which everything stands still, as `prompt` does in a browser. */
export class Questions {
  constructor(
    private readonly link: Link,
    private readonly publisher: Publisher,
    private readonly activities: Activities,
    private readonly interrupts: Interrupts,
  ) {}

  /**
   * @throws Error if the front end cannot ask.
   * @throws Interrupted
   */
  ask(question: string, password = false): string | undefined {
    const activity = this.activities.owner;
    if (!activity?.allowStdin) {
      throw new Error(
        "this front end cannot ask for input (allow_stdin is off): give the value in the cell in place of asking for it",
      );
    }
    this.interrupts.checkpoint();
    this.publisher.flush();
    try {
      return this.link.ask({ kind: "input", id: activity.request, prompt: question, password });
    } catch (error) {
      if (error instanceof Interrupted) this.interrupts.checkpoint();
      throw error;
    }
  }
}
