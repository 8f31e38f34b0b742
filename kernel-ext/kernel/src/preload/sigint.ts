import vm from "node:vm";

type Listener = (...parameters: unknown[]) => void;

/**
 * Node's `breakOnSigint`, with which tslab runs a cell, puts the signal's default action (end the process) back
 * when the cell's synchronous part is over. A listener that the cell added meanwhile, for example a training
 * that wants to save itself, is then deaf, and Ctrl+C kills the kernel. Listening anew sets it right.
 */
export function keepSigintListeners(): void {
  const run = vm.runInThisContext;
  vm.runInThisContext = (code, options) => {
    try {
      return run(code, options) as unknown;
    } finally {
      if (typeof options === "object" && options.breakOnSigint) listenAnew();
    }
  };
}

function listenAnew(): void {
  const listeners = process.rawListeners("SIGINT") as Listener[];
  process.removeAllListeners("SIGINT");
  for (const listener of listeners) process.on("SIGINT", listener);
}
