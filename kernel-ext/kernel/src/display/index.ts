/**
 * How values show themselves: as the result of a cell and under `display`.
 */
import { types } from "node:util";
import type { MimeData } from "../bridge/messages";
import { asBundle } from "./bundle";
import type { Bundle, DisplayOptions, Kind, Shown } from "./kind";
import { kinds } from "./kinds";
import { isSilent } from "./silent";
import { toText } from "./text";

export type { Bundle, DisplayOptions } from "./kind";

/** The method by which a value says itself how it shows: Deno's convention. It may be async. */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display");

/**
 * All forms of a value, the richest that are found. Never throws and never rejects: what cannot be shown as it should is
 * text, with a note that says why.
 *
 * In order: the value's own `Symbol.for("Jupyter.display")`, the kinds of `kinds.ts`, text.
 *
 * @returns `undefined` where there is nothing to show: for `undefined`, and for what shows elsewhere already
 */
export function toBundle(
  value: unknown,
  options: DisplayOptions = {},
): Bundle | undefined | Promise<Bundle | undefined> {
  return isSilent(value) ? undefined : bundleOf(value, options);
}

/** As `toBundle`, for values that are to be shown whatever they are: `undefined` is the text "undefined". */
export function bundleOf(value: unknown, options: DisplayOptions = {}): Bundle | Promise<Bundle> {
  const asText = (problem?: string): Bundle => {
    const text = toText(value, options.colours);
    return { data: { "text/plain": problem ? `${text}\n(shown as text: ${problem})` : text }, metadata: {} };
  };
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return asText();
  const complete = ({ data, metadata = {} }: Shown): Bundle => ({
    data: { ...data, "text/plain": data["text/plain"] ?? textOf(data) ?? toText(value, options.colours) },
    metadata,
  });
  const from = (first: number): Bundle | Promise<Bundle> => {
    for (let i = first; i < ways.length; i++) {
      const { name, show } = ways[i]!;
      const failed = (error: unknown) => asText(`its ${name} failed: ${messageOf(error)}`);
      try {
        const shown = show(value, options);
        if (shown instanceof Promise)
          return shown.then((later) => (later ? complete(later) : from(i + 1))).catch(failed);
        if (shown) return complete(shown);
      } catch (error) {
        return failed(error);
      }
    }
    return asText();
  };
  return from(0);
}

const ways: readonly Kind[] = [
  { name: "Symbol(Jupyter.display)", show: showItself },
  // Asking a proxy runs somebody's code for each question; what stands behind it is shown as text.
  ...kinds.map(({ name, show }): Kind => ({
    name,
    show: (value, options) => (types.isProxy(value) ? undefined : show(value, options)),
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

/** The form that reads well as text, if there is one. */
function textOf(data: MimeData): unknown {
  return data["text/markdown"] ?? data["text/latex"];
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : toText(error, false);
  } catch {
    return "for a reason that cannot be shown";
  }
}
