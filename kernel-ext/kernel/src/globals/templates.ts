import { inspect } from "node:util";
import { displaySymbol } from "../display";
import { escapeHtml } from "../display/escape";
import { toText } from "../display/text";

/** Source text of one media type that shows itself. */
class Source {
  constructor(
    private readonly type: string,
    private readonly text: string,
  ) {}

  [displaySymbol](): Record<string, string> {
    return { [this.type]: this.text, "text/plain": this.text };
  }

  [inspect.custom](): string {
    return this.text;
  }

  toString(): string {
    return this.text;
  }
}

/** Source that may stand within other markup as it is. */
class Markup extends Source {}

type Tag<Result> = (strings: TemplateStringsArray, ...values: unknown[]) => Result;

export const html: Tag<Markup> = (strings, ...values) =>
  new Markup("text/html", join(strings, values, markupOf));
export const svg: Tag<Markup> = (strings, ...values) =>
  new Markup("image/svg+xml", join(strings, values, markupOf));
export const md: Tag<Source> = (strings, ...values) =>
  new Source("text/markdown", join(strings, values, plainText));

function join(
  strings: TemplateStringsArray,
  values: readonly unknown[],
  write: (value: unknown) => string,
): string {
  return strings.map((text, i) => (i < values.length ? text + write(values[i]) : text)).join("");
}

/** What is left out of JSX is left out here: `condition && html…` works. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === true;
}

function markupOf(value: unknown): string {
  if (isNothing(value)) return "";
  if (Array.isArray(value)) return value.map(markupOf).join("");
  if (value instanceof Markup) return value.toString();
  const { outerHTML } = value as { outerHTML?: unknown };
  return typeof outerHTML === "string" ? outerHTML : escapeHtml(textOf(value));
}

function plainText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return Array.isArray(value) ? value.map(plainText).join("") : textOf(value);
}

/** As it writes itself, where it has a way of its own. */
function textOf(value: unknown): string {
  if (typeof value === "object" && value?.toString === Object.prototype.toString) return toText(value, false);
  return (value as string | number).toString();
}
