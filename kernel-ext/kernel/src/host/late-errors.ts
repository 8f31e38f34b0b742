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
  keepListening("uncaughtException", show);
  keepListening("unhandledRejection", show);
  const removeAll = process.removeAllListeners.bind(process);
  process.removeAllListeners = (event?: string | symbol) => {
    const events = event === undefined ? process.eventNames().filter((one) => !own.has(one)) : [event];
    for (const one of events) removeAll(one);
    return process;
  };
}

/** What the kernel itself hears by them, of listeners that come and go. */
const own = new Set<string | symbol>(["newListener", "removeListener"]);

/** Test runners take all listeners away, and mean each other's: without these the next error would end the kernel. */
function keepListening(
  event: "uncaughtException" | "unhandledRejection",
  show: (error: unknown) => void,
): void {
  process.on(event, show);
  process.on("removeListener", (removed: string | symbol, listener: unknown) => {
    if (removed === event && listener === show) process.on(event, show);
  });
}
