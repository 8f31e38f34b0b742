/*
 * Text from elsewhere, on its way to a terminal or into a sentence: a name in a spec may hold escape sequences that
 * clear the screen, and signs of writing direction that make one name look like another.
 */

/**
 * C0 but for newline and tab, DEL, C1; the marks, embeddings, overrides and isolates that change the direction of
 * writing, and the separators of lines that are none; halves of surrogate pairs.
 */
const UNSEEN =
  // The characters that this rule forbids are the ones looked for.
  // eslint-disable-next-line no-control-regex
  /[\u{0}-\u{8}\u{B}-\u{1F}\u{7F}-\u{9F}\u{61C}\u{200E}\u{200F}\u{2028}-\u{202E}\u{2066}-\u{2069}\u{FEFF}]|\p{Surrogate}/gu;

/** The text with its control characters as escapes: `\u{1b}[2J` where a terminal would have cleared its screen. */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
