import { setTimeout as sleep } from "node:timers/promises";
import type { Ticket } from "./channels";
import type { Kernel } from "./kernel";
import type { Exit } from "./process";
import type { Content } from "./wire";

/** How the execution of a cell came to its end. */
type Ending =
  | { readonly kind: "replied"; readonly reply: Content }
  /** One of the two things that say that a cell has ended never came, though nothing else did either. */
  | { readonly kind: "unfinished"; readonly missing: "reply" | "idle" }
  | { readonly kind: "died"; readonly exit: Exit }
  | { readonly kind: "late" }
  | { readonly kind: "stopped" };

interface SettleOptions {
  /** Time for the cell; none: as long as it takes. */
  readonly milliseconds?: number | undefined;
  /** Stop waiting: the caller gives the kernel up. */
  readonly signal?: AbortSignal | undefined;
}

/** What of a kernel that has ended may still be on its way, also where this process gets little of the processors. */
const inFlight = 2000;
/** How long nothing at all may come of a kernel that has said one of the two. They follow one another at once. */
const longestSilence = 30_000;

/** Waits until a cell has ended: its reply is in, and iopub says that nothing of it follows. */
export async function settle(kernel: Kernel, ticket: Ticket, options: SettleOptions = {}): Promise<Ending> {
  const timer = new AbortController();
  const ended = Promise.all([ticket.reply, ticket.idle]).then(([{ content }]): Ending => ({
    kind: "replied",
    reply: content,
  }));
  try {
    return await Promise.race([
      ended,
      // A kernel may end itself at the end of a cell: what it said before is let in first.
      kernel.exited.then((exit) => Promise.race([ended, sleep(inFlight, { kind: "died", exit } as const)])),
      ...(["reply", "idle"] as const).map((heard) => halved(kernel, ticket, heard, timer.signal)),
      ...(options.milliseconds === undefined ? [] : [after(options.milliseconds, timer.signal)]),
      ...(options.signal ? [aborted(options.signal, timer.signal)] : []),
    ]);
  } finally {
    timer.abort();
  }
}

/** Ends when the one has come, and then nothing more. */
async function halved(
  kernel: Kernel,
  ticket: Ticket,
  heard: "reply" | "idle",
  signal: AbortSignal,
): Promise<Ending> {
  await ticket[heard];
  const since = performance.now();
  for (;;) {
    const silent = performance.now() - Math.max(since, kernel.heardAt);
    if (silent >= longestSilence)
      return { kind: "unfinished", missing: heard === "reply" ? "idle" : "reply" };
    await pause(longestSilence - silent, signal);
  }
}

async function after(milliseconds: number, signal: AbortSignal): Promise<Ending> {
  await pause(milliseconds, signal);
  return { kind: "late" };
}

function aborted(signal: AbortSignal, until: AbortSignal): Promise<Ending> {
  return new Promise((resolve) => {
    const stop = (): void => {
      resolve({ kind: "stopped" });
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { signal: until });
  });
}

/** A pause that ends with the waiting; the promise of an aborted one stays open, nobody is waiting for it. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return;
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
    });
  });
}
