/* What the sentences of messages are made of: names in quotes, lists of them, cut where they are too long or too many. */

export interface Wording {
  readonly message: string;
  readonly hint?: string;
}

/** At most so many names stand in a sentence, and no longer ones. */
const mostNames = 40;
const longestName = 80;

export function quote(name: string): string {
  return JSON.stringify(short(name));
}

export function quoted(names: readonly string[]): string[] {
  const shown = names.slice(0, mostNames).map(quote);
  return names.length > mostNames ? [...shown, `${names.length - mostNames} more`] : shown;
}

function short(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

export function both(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}

export function didYouMean(name: string): string {
  return `did you mean ${quote(name)}?`;
}

/** The first sentence of a description, as a clause. */
export function firstSentence(text: string): string {
  const [sentence = text] = text.split(/[.;](?:\s|$)/);
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\s+/g, " ");
}
