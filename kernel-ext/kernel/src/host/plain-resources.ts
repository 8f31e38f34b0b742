import { inspect } from "node:util";

/** What Node writes on promises and timers for AsyncLocalStorage; nobody who prints one wants to see the kernel's own. */
const hidden = new Set(["async_id_symbol", "trigger_async_id_symbol", "kResourceStore"]);

type Inspect = (this: object, ...parameters: unknown[]) => unknown;

/** Lets promises and timers print as they do where nothing follows them. */
export function printResourcesPlainly(): void {
  const timeout = setTimeout(() => undefined, 0);
  const immediate = setImmediate(() => undefined);
  clearTimeout(timeout);
  clearImmediate(immediate);
  const prototypes = [Promise.resolve(), timeout, immediate].map(
    (resource) => Object.getPrototypeOf(resource) as object,
  );
  for (const prototype of prototypes) {
    const own = (prototype as { [inspect.custom]?: Inspect })[inspect.custom];
    Object.defineProperty(prototype, inspect.custom, {
      configurable: true,
      writable: true,
      value(this: object, ...parameters: unknown[]): unknown {
        hide(this);
        // Itself: printed as if there were no such method.
        return own ? own.apply(this, parameters) : this;
      },
    });
  }
}

function hide(resource: object): void {
  for (const symbol of Object.getOwnPropertySymbols(resource)) {
    if (!hidden.has(symbol.description ?? "")) continue;
    if (Object.getOwnPropertyDescriptor(resource, symbol)?.configurable)
      Object.defineProperty(resource, symbol, { enumerable: false });
  }
}
