/*
 * What cells would see of the kernel that runs them, and that is no matter of theirs: its command line, its stamps on
 * promises and timers, its marks in their functions.
 */
import { inspect } from "node:util";
import type { FunctionTexts } from "../compiler/texts";

/**
 * What of the kernel's own start would show in cells, and mislead packages that look at it: arguments that they would
 * take for the user's, a main module that is not the user's.
 */
export function hideKernel(): void {
  process.argv = [process.execPath, ""];
  Reflect.set(process, "mainModule", undefined);
}

/**
 * Functions of cells say what their author wrote when they are asked for their text. All that asks in JavaScript asks
 * here: `String(f)`, `f + ""`, and whatever a page or another thread is sent.
 *
 * @param prototype - of the functions of the realm in which cells run.
 */
export function showOwnTexts(texts: FunctionTexts, prototype: object = Function.prototype): void {
  const native = Object.getOwnPropertyDescriptor(prototype, "toString");
  const engine = native?.value as (this: unknown) => string;
  const { apply } = Reflect;
  // As a method it is no constructor, as the engine's is none.
  const own = {
    toString(this: unknown): string {
      // Asked for its own text, it is the engine's.
      return texts.original(apply(engine, this === value ? engine : this, []));
    },
  };
  const value: unknown = Reflect.get(own, "toString");
  Object.defineProperty(prototype, "toString", { ...native, value });
}

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
