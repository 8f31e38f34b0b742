import { AsyncLocalStorage } from "node:async_hooks";
import type { RequestId } from "../bridge/messages";

/** What runs for one request of a front end, and whatever it leaves behind: timers, promises, servers. */
export class Activity {
  /** Interrupted: what is left of it is to end wherever it shows itself again. */
  abandoned = false;

  constructor(
    readonly request: RequestId,
    /** As in `flag.execution`. */
    readonly number: number,
    readonly kind: "cell" | "comm" | "other",
    /** Whether the front end can be asked for input. */
    readonly allowStdin: boolean,
  ) {}
}

/** Knows for whom the code runs that calls it, also in late callbacks. */
export class Activities {
  private readonly storage = new AsyncLocalStorage<Activity>();
  private last: Activity | undefined;
  private count = 0;

  begin(request: RequestId, kind: "cell" | "comm", allowStdin = false): Activity {
    return (this.last = new Activity(request, ++this.count, kind, allowStdin));
  }

  run<T>(activity: Activity, run: () => T): T {
    return this.storage.run(activity, run);
  }

  /** `undefined` in callbacks that have lost their context. */
  get current(): Activity | undefined {
    return this.storage.getStore();
  }

  /** Whose output it is: the last cell's where nobody knows. */
  get owner(): Activity | undefined {
    return this.current ?? this.last;
  }

  /** Runs in the name of another request. */
  within<T>(request: RequestId, run: () => T): T {
    const { owner } = this;
    if (owner?.request === request) return this.run(owner, run);
    return this.run(new Activity(request, owner?.number ?? 0, "other", owner?.allowStdin ?? false), run);
  }
}
