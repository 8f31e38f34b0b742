import { setTimeout as sleep } from "node:timers/promises";
import type { Ticket } from "./channels";
import type { Kernel } from "./kernel";
import type { Exit } from "./process";
import type { Content } from "./wire";

/** How the execution of a cell came to its end. */
export type Ending =
  | {
      readonly kind: "replied";
      readonly reply: Content;
      /** The kernel did not say that it is done although it was: it dropped messages, output among them. */
      readonly lost: boolean;
    }
  | { readonly kind: "died"; readonly exit: Exit }
  | { readonly kind: "late" }
  | { readonly kind: "stopped" };

export interface SettleOptions {
  /** Time for the cell; none: as long as it takes. */
  readonly milliseconds?: number | undefined;
  /** Stop waiting: the caller gives the kernel up. */
  readonly signal?: AbortSignal | undefined;
}

/** What has arrived of a cell's end. */
interface Heard {
  reply: Content | undefined;
  idle: boolean;
}

const isWhole = ({ reply, idle }: Heard): boolean => reply !== undefined && idle;

/** What normally follows at once; above this the kernel is asked. */
const patience = 250;
/** How long a kernel that has replied may stay silent to that question. */
const longestSilence = 30_000;

/**
 * Waits until a cell has ended: its reply is in and nothing of it can follow on iopub. tslab can lose
 * either; then a second request tells, since a channel keeps its order: when that one's end is heard, the
 * first one's can no longer come.
 */
export async function settle(kernel: Kernel, ticket: Ticket, options: SettleOptions = {}): Promise<Ending> {
  const heard: Heard = { reply: undefined, idle: false };
  const replied = ticket.reply.then((message) => {
    heard.reply = message.content;
  });
  const ended = ticket.idle.then(() => {
    heard.idle = true;
  });
  const timer = new AbortController();
  const limits: Promise<Ending>[] = [
    kernel.exited.then((exit) => ({ kind: "died", exit })),
    ...(options.milliseconds === undefined ? [] : [after(options.milliseconds, timer.signal)]),
    ...(options.signal ? [aborted(options.signal, timer.signal)] : []),
  ];
  try {
    const first = await Promise.race([replied, ended, ...limits]);
    if (first) return await afterDeath(first, Promise.all([replied, ended]), heard);
    const rest = Promise.all([replied, ended]);
    await Promise.race([rest, ...limits, pause(patience, timer.signal)]);
    if (!isWhole(heard)) {
      const probe = kernel.probe();
      const answered = Promise.all([probe.reply, probe.idle]);
      const last = await Promise.race([
        rest.then(() => undefined),
        answered.then(() => undefined),
        ...limits,
        pause(longestSilence, timer.signal),
      ]);
      kernel.forget(probe);
      if (last && !heard.reply) return last;
    }
    return { kind: "replied", reply: heard.reply ?? {}, lost: !heard.idle };
  } finally {
    timer.abort();
  }
}

/** A kernel that ends itself at the end of a cell may have replied: what is on its way is let in first. */
async function afterDeath(ending: Ending, rest: Promise<unknown>, heard: Heard): Promise<Ending> {
  if (ending.kind !== "died") return ending;
  await Promise.race([rest, sleep(patience)]);
  return heard.reply ? { kind: "replied", reply: heard.reply, lost: !heard.idle } : ending;
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
function pause(milliseconds: number, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(undefined);
    }, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
    });
  });
}
