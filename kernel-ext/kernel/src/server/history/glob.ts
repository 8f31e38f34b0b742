/*
 * The patterns of a history search: `*` and `?` as in file names, `[a-z]` and `[^a-z]` as in SQLite's GLOB, which
 * ipykernel uses. Not by a regular expression: with a few stars those take for ever on a long text.
 */

/** Whether one character fits; `"many"`: any number of any characters. */
type Token = "many" | ((character: string) => boolean);

/** Whether the whole text fits the pattern. */
export function globMatcher(pattern: string): (text: string) => boolean {
  const tokens = tokensOf(pattern);
  return (text) => fits(tokens, Array.from(text));
}

/** Goes back to the last `*` only: what an earlier one took can never help. */
function fits(tokens: readonly Token[], text: readonly string[]): boolean {
  let token = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const current = tokens[token];
    if (current === "many") {
      star = token++;
      starAt = at;
    } else if (current?.(text[at]!)) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  return tokens.slice(token).every((rest) => rest === "many");
}

function tokensOf(pattern: string): Token[] {
  // A class ends at the first `]` that is not its first character; without an end, `[` stands for itself.
  const parts = pattern.matchAll(/\*+|\?|\[\^?\]?[^\]]*\]|./gsu);
  return Array.from(parts, ([part]): Token => {
    if (part.startsWith("*")) return "many";
    if (part === "?") return () => true;
    if (part.length > 1 && part.startsWith("[")) return classOf(part.slice(1, -1));
    return (character) => character === part;
  });
}

function classOf(inner: string): Token {
  const negated = inner.startsWith("^");
  const ranges = Array.from(
    inner.slice(negated ? 1 : 0).matchAll(/(.)-(.)|./gsu),
    ([one, from = one, to = one]) => [from.codePointAt(0)!, to.codePointAt(0)!] as const,
  );
  return (character) => {
    const point = character.codePointAt(0)!;
    return ranges.some(([from, to]) => point >= from && point <= to) !== negated;
  };
}
