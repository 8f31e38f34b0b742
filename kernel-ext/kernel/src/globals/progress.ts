import { barForms } from "./bar-forms";
import type { Screen } from "./screen";

/** Milliseconds between two updates: front ends draw the output anew each time. */
const interval = 100;

/** A bar on the screen, from the moment when it is made. */
class Bar implements Jupyter.ProgressBar {
  private reached = 0;
  private readonly begun = performance.now();
  private lastSent = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private readonly handle: Jupyter.DisplayHandle;

  constructor(
    screen: Screen,
    private readonly total: number | undefined,
    private label: string,
  ) {
    this.handle = screen.show(this.forms(false), { raw: true });
  }

  get value(): number {
    return this.reached;
  }

  step(count = 1, label?: string): void {
    this.update(this.reached + count, label);
  }

  update(value: number, label = this.label): void {
    this.reached = value;
    this.label = label;
    const wait = this.lastSent + interval - performance.now();
    if (wait <= 0) this.send(false);
    // Whatever comes next may take long: what is held back now shows by itself.
    else this.timer ??= setTimeout(() => this.send(false), wait).unref();
  }

  done(label = this.label): void {
    this.label = label;
    this.send(true);
  }

  private send(over: boolean): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.lastSent = performance.now();
    this.handle.update(this.forms(over), { raw: true });
  }

  private forms(over: boolean): Readonly<Record<string, string>> {
    const seconds = (performance.now() - this.begun) / 1000;
    return barForms({ value: this.reached, total: this.total, label: this.label, seconds, over });
  }
}

export function newProgress(screen: Screen): Pick<typeof globalThis, "progress" | "progressBar"> {
  const progressBar = (total?: number, label = "") => new Bar(screen, total, label);

  function* each<T>(items: Iterable<T>, bar: Bar): Generator<T, undefined> {
    try {
      for (const item of items) {
        yield item;
        bar.step();
      }
    } finally {
      bar.done();
    }
  }

  async function* eachLater<T>(items: AsyncIterable<T>, bar: Bar): AsyncGenerator<T, undefined> {
    try {
      for await (const item of items) {
        yield item;
        bar.step();
      }
    } finally {
      bar.done();
    }
  }

  function progress<T>(items: Iterable<T>, options?: Jupyter.ProgressOptions): IterableIterator<T>;
  function progress<T>(items: AsyncIterable<T>, options?: Jupyter.ProgressOptions): AsyncIterableIterator<T>;
  function progress<T>(
    items: Iterable<T> | AsyncIterable<T>,
    { label = "", total = lengthOf(items) }: Jupyter.ProgressOptions = {},
  ): IterableIterator<T> | AsyncIterableIterator<T> {
    const bar = progressBar(total, label);
    return Symbol.asyncIterator in items ? eachLater(items, bar) : each(items, bar);
  }
  return { progress, progressBar };
}

/** Of arrays, maps, sets and what else says how much is in it. */
function lengthOf(items: object): number | undefined {
  const { length, size } = items as { length?: unknown; size?: unknown };
  const known = length ?? size;
  return typeof known === "number" ? known : undefined;
}
