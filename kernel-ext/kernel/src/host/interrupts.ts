import { Allowance } from "../bridge/allowance";
import { flag, wakeSignalThread } from "../bridge/flags";
import type { Activities, Activity } from "./activity";
import { Interrupted } from "./services";

/** How long listeners for SIGINT may take to end what they watch over: a training saves itself. */
const patience = 5000;
/** Code of another cell that computes for this long after an interrupt is what the user wants to stop. */
const foreignMilliseconds = 100;

/** Code that is to end may clean up after itself for so long. */
const cleanUpMilliseconds = 200;

/** What is told to stop: the running cell. */
interface Running {
  readonly activity: Activity;
  readonly onStop: (error: Interrupted) => void;
  /** Listeners were notified; a second interrupt, or the end of patience, stops it. */
  notified: { readonly until: number; readonly timer: NodeJS.Timeout; byMessage: boolean } | undefined;
  /** What it has to clean up in since it was first thrown into. */
  cleanUp: Allowance | undefined;
}

/**
 * Decides what ends when the user interrupts the kernel. An interrupt reaches the main thread twice: as flags, which
 * computing code asks for in `checkpoint`, and as a message, when the event loop turns.
 */
export class Interrupts {
  private now: Running | undefined;
  /** Abandoned activities of which something is left; while there are any, `flag.stop` stays. */
  private leftOver = 0;
  private readonly gone = new FinalizationRegistry<undefined>(() => {
    this.leftOver -= 1;
    this.relax();
  });
  private readonly silent = new WeakSet();
  private foreign: Allowance | undefined;

  constructor(
    private readonly flags: Int32Array,
    private readonly activities: Activities,
    /** Calls the listeners that user code has for SIGINT. */
    private readonly notifyListeners: () => void,
  ) {}

  /** What runs, and for whom. */
  get running(): Activity | undefined {
    return this.now?.activity;
  }

  /**
   * From now on an interrupt is for this activity.
   *
   * @param onStop called once, to end the waiting for it.
   */
  begin(activity: Activity, onStop: (error: Interrupted) => void): void {
    this.now = { activity, onStop, notified: undefined, cleanUp: undefined };
    this.takeBack();
    Atomics.store(this.flags, flag.execution, activity.number);
  }

  /** As `begin`, for the next of the cells that were handed over: an interrupt that came since then is for it. */
  beginCell(activity: Activity, onStop: (error: Interrupted) => void): void {
    const number = Atomics.add(this.flags, flag.begun, 1) + 1;
    this.begin(activity, onStop);
    if (Atomics.load(this.flags, flag.unbegun) !== number) return;
    Atomics.store(this.flags, flag.stopNow, 1);
    Atomics.store(this.flags, flag.stop, 1);
  }

  end(): void {
    clearTimeout(this.now?.notified?.timer);
    this.now = undefined;
    Atomics.store(this.flags, flag.execution, 0);
    this.relax();
  }

  /** Runs what a signal may break off in the middle of any JavaScript. */
  synchronously<T>(run: () => T): T {
    Atomics.store(this.flags, flag.synchronous, 1);
    try {
      return run();
    } finally {
      Atomics.store(this.flags, flag.synchronous, 0);
      Atomics.notify(this.flags, flag.synchronous);
    }
  }

  /**
   * The thread that hears signals is to be the last that began to listen: then a signal does not break the script off at
   * once, and code of cells can end by itself. So it begins anew when the script does, which is seen when it asks for
   * what it is given.
   */
  announced<T extends { readonly exports: object }>(scope: T): T {
    const { flags } = this;
    return Object.defineProperty({ ...scope }, "exports", {
      get: () => {
        wakeSignalThread(flags);
        return scope.exports;
      },
    });
  }

  /** @throws Interrupted into code that is to end. */
  checkpoint(): void {
    const activity = this.activities.current;
    if (activity?.abandoned) {
      if (this.cleansUp(activity)) return;
      throw this.silently(new Interrupted());
    }
    const notified = this.now?.notified;
    if (notified && this.now!.activity === activity && performance.now() > notified.until)
      throw this.thrown(this.stop());
    if (Atomics.load(this.flags, flag.stopNow) === 0) return;
    if (this.now && (activity === this.now.activity || activity === undefined)) {
      this.takeBack();
      if (this.notify("flags")) return;
      throw this.thrown(this.stop());
    }
    this.checkForeign(activity);
  }

  /** The message; the event loop turns, so nothing computes. */
  arrived(execution: number): void {
    this.takeBack();
    const { now: running } = this;
    // 0: sent when the cell was handed over and had not begun; an interrupt that came before it would have arrived before it.
    if (!running || (execution !== 0 && running.activity.number !== execution)) return;
    if (running.notified && !running.notified.byMessage) {
      // The same interrupt, which the flags have brought already.
      running.notified.byMessage = true;
      return;
    }
    if (!this.notify("message")) this.stop();
  }

  /** The running cell was broken off by a signal. */
  brokenOff(): Interrupted {
    this.takeBack();
    return this.stop();
  }

  /** Whether the front end has been told of this already, or nobody wants to know. */
  isSilent(error: unknown): boolean {
    // Not by `instanceof`: it fails where a revoked proxy was thrown.
    return typeof error === "object" && error !== null && this.silent.has(error);
  }

  /** The front end has been told. */
  silence(error: unknown): void {
    if (typeof error === "object" && error !== null) this.silent.add(error);
  }

  /**
   * Whether output of this activity is nobody's any more: left over from what was interrupted. The code is to end.
   *
   * @throws Interrupted
   */
  checkOutput(): void {
    const activity = this.activities.current;
    if (activity?.abandoned && activity !== this.running) throw this.silently(new Interrupted());
  }

  /** `finally` blocks have loops, too; and `catch` blocks go on, which must not be for long. */
  private cleansUp(activity: Activity): boolean {
    const { now: running } = this;
    if (running?.activity !== activity) return false;
    if (running.cleanUp) return !running.cleanUp.isSpent;
    running.cleanUp = new Allowance(cleanUpMilliseconds);
    return false;
  }

  /** A short callback of another cell may happen to run; what the interrupt means is decided when the event loop turns. */
  private checkForeign(activity: Activity | undefined): void {
    this.foreign ??= new Allowance(foreignMilliseconds);
    if (!this.foreign.isSpent) return;
    this.takeBack();
    if (activity) this.abandon(activity);
    throw new Interrupted("code that an earlier cell left running was interrupted");
  }

  /** Whether listeners were notified, for the first time. */
  private notify(by: "flags" | "message"): boolean {
    const running = this.now!;
    if (running.notified || process.listenerCount("SIGINT") === 0) return false;
    const timer = setTimeout(() => {
      if (this.now === running) this.stop();
    }, patience);
    running.notified = { until: performance.now() + patience, timer, byMessage: by === "message" };
    Atomics.store(this.flags, flag.stop, 1);
    this.activities.run(running.activity, this.notifyListeners);
    return true;
  }

  private stop(): Interrupted {
    const error = new Interrupted();
    const { now: running } = this;
    if (!running) return error;
    this.abandon(running.activity);
    running.onStop(error);
    // The cell's own error: where it is thrown, too, it is not shown again.
    return this.silently(error);
  }

  private thrown(error: Interrupted): Interrupted {
    if (this.now) this.now.cleanUp = new Allowance(cleanUpMilliseconds);
    return error;
  }

  private abandon(activity: Activity): void {
    if (activity.abandoned) return;
    activity.abandoned = true;
    this.leftOver += 1;
    this.gone.register(activity, undefined);
    Atomics.store(this.flags, flag.stop, 1);
  }

  private silently(error: Interrupted): Interrupted {
    this.silent.add(error);
    return error;
  }

  private takeBack(): void {
    this.foreign = undefined;
    Atomics.store(this.flags, flag.stopNow, 0);
    this.relax();
  }

  /** Loops need not ask any more once nothing is left that is to end. */
  private relax(): void {
    if (this.leftOver > 0 || this.now?.notified) return;
    Atomics.store(this.flags, flag.stop, 0);
    // An interrupt may have come in between.
    if (Atomics.load(this.flags, flag.stopNow) === 1) Atomics.store(this.flags, flag.stop, 1);
  }
}
