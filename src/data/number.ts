/* Numbers as people write them in tables. */

const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= "0" && character <= "9";

/**
 * The float32 that a text is as a decimal number: `-1`, `.5`, `2.`, `1e-3`; `undefined` where it is none, or past what
 * float32 holds. One pass over the text, whatever stands in it.
 */
export function decimal(text: string): number | undefined {
  let at = text[0] === "+" || text[0] === "-" ? 1 : 0;
  const digits = (): number => {
    const start = at;
    while (isDigit(text[at])) at++;
    return at - start;
  };
  let count = digits();
  if (text[at] === ".") {
    at++;
    count += digits();
  }
  if (count === 0) return undefined;
  if (text[at] === "e" || text[at] === "E") {
    at++;
    if (text[at] === "+" || text[at] === "-") at++;
    if (digits() === 0) return undefined;
  }
  if (at < text.length) return undefined;
  const value = Math.fround(Number(text));
  return Number.isFinite(value) ? value : undefined;
}

const SHOWN = 40;

/** A cell in a message: in quotes, control characters written out, and cut short where it is long. */
export function excerpt(text: string): string {
  return text.length <= SHOWN
    ? JSON.stringify(text)
    : `${JSON.stringify(`${text.slice(0, SHOWN)}…`)} (${text.length.toLocaleString("en")} characters)`;
}
