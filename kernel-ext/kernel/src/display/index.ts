/**
 * How values show themselves: as the result of a cell and under `display`.
 */
import { types } from "node:util";
import { asBundle } from "./bundle";
import type { Bundle, DisplayOptions, Kind, Shown } from "./kind";
import { kinds } from "./kinds";
import { isSilent } from "./silent";
import { toText } from "./text";

export type { Bundle, DisplayOptions } from "./kind";

/** The method by which a value says itself how it shows: Deno's convention. It may be async. */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display");

/** What can be shown at once, and what is to take its place when it is there. */
export interface Showing {
  readonly now: Bundle;
  /** Never rejects. */
  readonly later?: Promise<Bundle>;
}

/**
 * All forms of the last value of a cell, as soon as they are there: nothing can be added to an `execute_result` later.
 * Never throws and never rejects.
 *
 * @returns `undefined` where there is nothing to show: for `undefined`, and for what shows elsewhere already
 */
export function toBundle(
  value: unknown,
  options: DisplayOptions = {},
): Bundle | undefined | Promise<Bundle | undefined> {
  if (isSilent(value)) return undefined;
  const { now, later } = showingOf(value, options);
  return later ?? now;
}

/**
 * The richest forms of a value that are found. In order: the value's own `Symbol.for("Jupyter.display")`, the kinds of
 * `kinds.ts`, text. Never throws: what cannot be shown as it should is text, with a note that says why.
 */
export function showingOf(value: unknown, options: DisplayOptions = {}): Showing {
  const asText = (problem?: string): Bundle => {
    const text = toText(value, options.colours);
    return { data: { "text/plain": problem ? `${text}\n(shown as text: ${problem})` : text }, metadata: {} };
  };
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return { now: asText() };
  const whole = (shown: Shown) => complete(shown, () => toText(value, options.colours));
  const better = async (shown: Shown) => (shown.better ? whole(await shown.better()) : whole(shown));
  const ask = (first: number): Showing => {
    for (let i = first; i < ways.length; i++) {
      const { name, show } = ways[i]!;
      const failed = (error: unknown) => asText(`its ${name} failed: ${messageOf(error)}`);
      const others = async () => {
        const { now, later } = ask(i + 1);
        return later ?? now;
      };
      try {
        const shown = show(value);
        if (types.isPromise(shown))
          return {
            now: asText(),
            later: shown.then((known) => (known ? better(known) : others())).catch(failed),
          };
        if (shown) return { now: whole(shown), ...(shown.better && { later: better(shown).catch(failed) }) };
      } catch (error) {
        return { now: failed(error) };
      }
    }
    return { now: asText() };
  };
  return ask(0);
}

/** With `text/plain`, of another form that reads well or of the value itself. */
export function complete({ data, metadata = {} }: Shown, text: () => string): Bundle {
  const plain = data["text/plain"] ?? data["text/markdown"] ?? data["text/latex"] ?? text();
  return { data: { ...data, "text/plain": plain }, metadata };
}

const ways: readonly Kind[] = [
  { name: "Symbol(Jupyter.display)", show: showItself },
  // Asking a proxy runs somebody's code for each question; what stands behind it is shown as text.
  ...kinds.map(({ name, show }): Kind => ({
    name,
    show: (value) => (types.isProxy(value) ? undefined : show(value)),
  })),
];

function showItself(value: object): Shown | undefined | Promise<Shown | undefined> {
  if (!hasDisplay(value)) return undefined;
  const method: unknown = value[displaySymbol];
  if (typeof method !== "function") return undefined;
  const accept = (result: unknown): Shown => {
    const bundle = asBundle(result);
    if (!bundle) throw new TypeError("it gave no object of media types");
    return bundle;
  };
  const result = (method as () => unknown).call(value);
  const isLater = typeof (Object(result) as { then?: unknown }).then === "function";
  return isLater ? Promise.resolve(result).then(accept) : accept(result);
}

/** By `in`, because there are proxies that have an answer to any name. */
function hasDisplay(value: object): value is { [displaySymbol]: unknown } {
  try {
    return displaySymbol in value;
  } catch {
    return false;
  }
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : toText(error, false);
  } catch {
    return "for a reason that cannot be shown";
  }
}
