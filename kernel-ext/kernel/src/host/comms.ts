import type { CommRequest } from "../bridge/messages";
import type { Activities } from "./activity";
import { describeError } from "./cell-errors";
import type { Interrupts } from "./interrupts";
import type { Publisher } from "./publisher";
import type { Interrupted } from "./services";
import type { Stacks } from "./stacks";
import { Stoppable } from "./stoppable";

/** What knows the widgets. */
type HandleComm = (request: CommRequest) => Promise<void> | void;

/** Messages of widgets run user code, as cells do: it prints, fails and is interrupted like theirs. */
export class Comms {
  constructor(
    private readonly handleComm: HandleComm,
    private readonly activities: Activities,
    private readonly interrupts: Interrupts,
    private readonly publisher: Publisher,
    private readonly stacks: Stacks,
  ) {}

  /** Never rejects: a front end gets no answer to such a message that could say so. */
  async handle(request: CommRequest): Promise<void> {
    const activity = this.activities.begin(request.id, "comm");
    const stoppable = new Stoppable();
    // Beside a running cell it is the cell that an interrupt is for.
    const alone = this.interrupts.running === undefined;
    if (alone) this.interrupts.begin(activity, (error: Interrupted) => stoppable.stop(error));
    try {
      await this.activities.run(activity, async () => stoppable.wait(this.handleComm(request)));
    } catch (error) {
      const { traceback } = describeError(error, this.stacks);
      this.publisher.write(request.id, "stderr", `${traceback.join("\n")}\n`);
    } finally {
      if (alone) this.interrupts.end();
    }
  }
}
