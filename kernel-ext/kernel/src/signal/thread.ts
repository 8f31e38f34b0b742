/*
 * The thread that hears SIGINT. A main thread that computes cannot: Node hands signals out from the event loop. But what a
 * thread runs with `breakOnSigint` is broken off by a signal at once, whatever other threads do; and of several such
 * threads the last that began is the one. So this one waits for ever, is broken off, tells the others, and waits again.
 *
 * A synchronous library call of a cell hears no flags; it is broken off as Node does it, by a signal while the main
 * thread's own `breakOnSigint` is the last that began. It comes after a while in which the cell may end in good order.
 */
import { Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { Allowance } from "../bridge/allowance";
import { flag, requestStop } from "../bridge/flags";
import type { ToHost } from "../bridge/messages";

/** How long code of a cell may take to end by itself; longer if it listens for SIGINT. */
const grace = { milliseconds: 100, withListeners: 5000 };

const flags = new Int32Array((workerData as { flags: SharedArrayBuffer }).flags);

/** Runs a function as what SIGINT breaks off. It throws if it was. */
function breakable(name: string, run: () => void): () => void {
  Object.defineProperty(globalThis, name, { value: run });
  const script = new Script(`${name}()`, { filename: __filename });
  return () => {
    script.runInThisContext({ breakOnSigint: true, displayErrors: false });
  };
}

/** Whether a signal is on its way that this thread sent to break the main thread off: it is no wish of the user. */
const sending = { now: false };

function heard(): void {
  const execution = requestStop(flags);
  const message: ToHost = { kind: "interrupt", execution };
  parentPort!.postMessage(message);
}

let seen = 0;

/** Until a signal comes, or `wakeSignalThread` was called since `seen`. */
const wait = breakable("espalierWaitForSignal", () => {
  Atomics.wait(flags, flag.signal, seen);
});

const waitAgain = breakable("espalierWaitForSignals", () => {
  for (;;) {
    seen = Atomics.load(flags, flag.signal);
    breakMainThreadOff();
    try {
      wait();
    } catch {
      heard();
    }
  }
});

/** Of the synchronous part, or of the time for it. */
function awaitEnd(allowance: Allowance): void {
  while (!allowance.isSpent) if (Atomics.wait(flags, flag.synchronous, 1, 20) !== "timed-out") return;
}

/** If it is to stop, and is in a synchronous part that does not. */
function breakMainThreadOff(): void {
  const isDue = (): boolean =>
    Atomics.load(flags, flag.stopNow) === 1 && Atomics.load(flags, flag.synchronous) === 1;
  if (!isDue()) return;
  const execution = Atomics.load(flags, flag.execution);
  const hasListeners = Atomics.load(flags, flag.listeners) > 0;
  awaitEnd(new Allowance(hasListeners ? grace.withListeners : grace.milliseconds));
  if (!isDue() || Atomics.load(flags, flag.execution) !== execution) return;
  sending.now = true;
  process.kill(process.pid, "SIGINT");
  // Whatever it is in the middle of; until then a signal would be taken away from it.
  Atomics.wait(flags, flag.synchronous, 1, grace.milliseconds);
  sending.now = false;
}

// Between being broken off and waiting again nobody would listen, and a signal would end the process: so there are two.
for (;;) {
  try {
    waitAgain();
  } catch {
    if (!sending.now) heard();
    sending.now = false;
  }
}
