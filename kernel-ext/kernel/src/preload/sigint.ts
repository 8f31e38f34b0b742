import vm from "node:vm";

type Listener = (...parameters: unknown[]) => void;
type Method = (event: string | symbol, listener: Listener) => NodeJS.Process;

const adding = ["on", "addListener", "once", "prependListener", "prependOnceListener"] as const;
const removing = ["off", "removeListener"] as const;

/**
 * While a cell's synchronous part runs (tslab runs it with Node's `breakOnSigint`), the signal belongs to Node, which
 * breaks the cell off; when it is over, Node puts the default action back. A listener that the cell adds in
 * between, for example a training that wants to save itself, is deaf afterwards, and Ctrl+C kills the kernel. So such
 * listeners are held back until the synchronous part is over.
 */
export function keepSigintListeners(): void {
  const run = vm.runInThisContext;
  vm.runInThisContext = (code, options) => {
    if (typeof options !== "object" || !options.breakOnSigint) return run(code, options) as unknown;
    const release = holdBack();
    try {
      return run(code, options) as unknown;
    } finally {
      release();
    }
  };
}

/** From now on `process` keeps listeners for SIGINT to itself; what is returned adds them. */
function holdBack(): () => void {
  const target = process as unknown as Record<string, Method>;
  let held: { method: Method; listener: Listener }[] = [];
  const replaced = new Map<string, Method>();
  const replace = (name: string, forSigint: (method: Method, listener: Listener) => boolean): void => {
    const method = target[name]!;
    replaced.set(name, method);
    target[name] = (event, listener) =>
      event === "SIGINT" && forSigint(method, listener) ? process : method.call(process, event, listener);
  };
  for (const name of adding) {
    replace(name, (method, listener) => {
      held.push({ method, listener });
      return true;
    });
  }
  for (const name of removing) {
    replace(name, (_, listener) => {
      const before = held.length;
      held = held.filter((one) => one.listener !== listener);
      return held.length < before;
    });
  }
  return () => {
    for (const [name, method] of replaced) {
      // Methods of EventEmitter: inherited, and so they are again when what stands before them is gone.
      Reflect.deleteProperty(target, name);
      if (target[name] !== method) target[name] = method;
    }
    for (const { method, listener } of held) method.call(process, "SIGINT", listener);
  };
}
