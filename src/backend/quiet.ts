/*
 * Both TensorFlows make themselves at home in a process when they load: emscripten adds handlers that rethrow every
 * rejected promise (which would end a notebook's kernel), tfjs prints greetings and advice for other set-ups.
 */

type Listener = (...values: unknown[]) => void;
const events = ["uncaughtException", "unhandledRejection"] as const;

/** Runs `load` and takes away again the process-wide error handlers that it added. */
export async function withoutNewHandlers<T>(load: () => Promise<T>): Promise<T> {
  const before = events.map((event) => new Set(process.listeners(event as "exit") as Listener[]));
  try {
    return await load();
  } finally {
    events.forEach((event, i) => {
      for (const listener of process.listeners(event as "exit") as Listener[])
        if (!before[i]!.has(listener)) process.removeListener(event, listener);
    });
  }
}

/** Runs `load` with `console.log`, `info` and `warn` mute. Errors are thrown, not printed, so nothing is hidden. */
export function withoutChatter<T>(load: () => T): T {
  const { log, info, warn } = console;
  console.log = console.info = console.warn = () => undefined;
  try {
    return load();
  } finally {
    Object.assign(console, { log, info, warn });
  }
}
