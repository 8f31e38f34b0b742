import type { Activities } from "./activity";
import { describeError } from "./cell-errors";
import type { Interrupts } from "./interrupts";
import type { Publisher } from "./publisher";
import type { Stacks } from "./stacks";

/**
 * Errors that nobody awaits: of callbacks, and of promises that were let go. They are shown under the cell that
 * started what failed, as text, for that cell may have ended well; and the kernel goes on.
 */
export function showLateErrors(
  publisher: Publisher,
  activities: Activities,
  interrupts: Interrupts,
  stacks: Stacks,
): void {
  const show = (error: unknown): void => {
    if (interrupts.isSilent(error)) return;
    const { traceback } = describeError(error, stacks);
    publisher.write(activities.owner?.request, "stderr", `Uncaught ${traceback.join("\n")}\n`);
  };
  process.on("uncaughtException", show);
  process.on("unhandledRejection", show);
}
