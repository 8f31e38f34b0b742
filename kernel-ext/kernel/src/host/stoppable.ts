/** Waiting that an interrupt ends. */
export class Stoppable {
  private readonly stopped: Promise<never>;
  private reject!: (error: Error) => void;

  constructor() {
    this.stopped = new Promise((_, reject) => (this.reject = reject));
    // Nobody need wait when it comes.
    this.stopped.catch(() => undefined);
  }

  stop(error: Error): void {
    this.reject(error);
  }

  /** What is not awaited any more goes on, unheard. */
  async wait<T>(value: T | Promise<T>): Promise<T> {
    return value instanceof Promise ? await Promise.race([value, this.stopped]) : value;
  }
}
