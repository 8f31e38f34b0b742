/* How messages and tables write names, lists and shapes. */
import { nearest } from "./suggest";

/** `"cat"`. */
export function quote(name: string): string {
  return `"${short(name)}"`;
}

/** At most so many names stand in a sentence, and no longer ones. */
const mostNames = 40;
const longestName = 200;

function short(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

/** `cat`, `cat and dog`, `cat, dog and bird`. */
export function list(names: readonly string[], conjunction: "and" | "or" = "and"): string {
  // A name that cannot be seen needs its quotes.
  const shown = names.slice(0, mostNames).map((name) => (isPlain(name) ? short(name) : quote(name)));
  if (names.length > mostNames) shown.push(`${names.length - mostNames} more`);
  if (shown.length < 2) return shown[0] ?? "none";
  return `${shown.slice(0, -1).join(", ")} ${conjunction} ${shown[shown.length - 1] ?? ""}`;
}

/** Whether a name can be seen without quotes: something, and no space at its ends or break in it. */
function isPlain(name: string): boolean {
  return name !== "" && name.trim() === name && !/[\n\r\u2028\u2029]/.test(name);
}

/** A list with its noun: `the class cat`, `the classes cat and dog`. */
export function counted(singular: string, plural: string, names: readonly string[]): string {
  return `${names.length === 1 ? singular : plural} ${list(names)}`;
}

/** A way round, from name to name: `"a" -> "b" -> "a"`. */
export function circle(names: readonly string[]): string {
  const shown = names.map(quote);
  const between = shown.length - mostNames;
  if (between > 1) shown.splice(mostNames / 2, between, `${between} more`);
  return shown.join(" -> ");
}

/** `[32, 32, 3]`, as authors write it; `?` for a length that a missing file would say. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.map((length) => (Number.isNaN(length) ? "?" : length)).join(", ")}]`;
}

/** `5 x 5`. */
export function sizeText(size: readonly number[]): string {
  return size.join(" x ");
}

/** `did you mean "cat"?`, else what there is to choose from. */
export function suggestion(name: string, known: readonly string[], otherwise: string): string {
  const meant = nearest(name, known);
  if (meant !== undefined) return `did you mean ${quote(meant)}?`;
  if (known.length === 0) return otherwise;
  return `${otherwise} (there ${known.length === 1 ? "is" : "are"} ${list(known)})`;
}
