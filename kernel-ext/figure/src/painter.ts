import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { PngOptions } from "./draw";
import { FigureError } from "./error";
import type { Figure } from "./figure";
import type { Delivery, Order } from "./thread";

/** As `figureToPng`. */
export type Paint = (figure: Figure, options?: PngOptions) => Promise<Buffer>;

export interface PainterOptions {
  /** Seconds for one picture, loading included, until the thread is ended; 60 without it. */
  readonly timeout?: number;
  /** Seconds without a figure until the thread is ended, for it takes some memory; 300 without it. */
  readonly idle?: number;
}

/** Megabytes. A figure that takes more costs its picture, not the process. */
const memory = 2048;

/** The thread is of no more use. */
class Lost extends FigureError {}

/**
 * Draws on a thread of its own, which starts with the first figure: whoever asks goes on meanwhile, and a drawing that
 * never ends can be ended. One picture after the other.
 */
export function threadPainter({ timeout = 60, idle = 300 }: PainterOptions = {}): Paint {
  let worker: Worker | undefined;
  let retirement: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const hire = () => {
    const hired = newWorker();
    hired.on("exit", () => {
      if (worker === hired) worker = undefined;
    });
    return hired;
  };
  const retire = () => {
    void worker?.terminate();
    worker = undefined;
  };

  async function deliver(figure: Figure, options: PngOptions = {}): Promise<Buffer> {
    clearTimeout(retirement);
    worker ??= hire();
    try {
      const delivery = await answerTo(worker, { figure, options }, timeout);
      if ("png" in delivery) return Buffer.from(delivery.png);
      const { what, where, hint } = delivery;
      throw new FigureError(what, { hint, ...(where !== undefined && { where }) });
    } catch (error) {
      if (error instanceof Lost) retire();
      throw error;
    } finally {
      retirement = setTimeout(retire, idle * 1000).unref();
    }
  }

  return (figure, options) => {
    const drawing = last.then(() => deliver(figure, options));
    last = drawing.catch(() => undefined);
    return drawing;
  };
}

function newWorker(): Worker {
  // What jsdom and Plotly say of missing parts of a browser is no news to anyone.
  const worker = new Worker(join(__dirname, "thread.js"), {
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memory },
  });
  // Whoever waits for a picture hears of errors by listeners of their own; without any the process would end.
  worker.on("error", () => undefined);
  worker.unref();
  return worker;
}

function answerTo(worker: Worker, order: Order, seconds: number): Promise<Delivery> {
  const hint = "simplify the figure, or show it where a browser draws it";
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit).unref();
      settle();
    };
    const onMessage = (delivery: Delivery) => finish(() => resolve(delivery));
    const onError = (error: unknown) =>
      finish(() =>
        reject(
          new Lost(`drawing failed: ${error instanceof Error ? error.message : String(error)}`, { hint }),
        ),
      );
    const onExit = () => finish(() => reject(new Lost("the drawing was ended", { hint })));
    const timer = setTimeout(
      () => finish(() => reject(new Lost(`the picture was not drawn within ${seconds} s`, { hint }))),
      seconds * 1000,
    );
    // As long as somebody waits for it, the process stays.
    worker.on("message", onMessage).on("error", onError).on("exit", onExit).ref();
    try {
      worker.postMessage(order);
    } catch (error) {
      // Something that cannot be sent, a function for instance; the thread is none the worse for it.
      finish(() =>
        reject(new FigureError(`the figure cannot be sent to be drawn: ${String(error)}`, { hint })),
      );
    }
  });
}

/** The thread that all of a process shares. */
export const paintInThread = threadPainter();
