/*
 * What functions of cells say when they are asked for their text: what their author wrote. All that asks in JavaScript asks
 * here: `String(f)`, `f + ""`, and whatever a page or another thread is sent.
 */
import type { FunctionTexts } from "../compiler/texts";

/** @param prototype - of the functions of the realm in which cells run. */
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
