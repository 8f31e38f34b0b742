/* What a text is answered with that is not JSON. The same form as in `messages.ts`. */
import type { Wording } from "./index";

export function emptyText(): Wording {
  return { message: "the text is empty", hint: "a spec is one object in braces: { … }" };
}

export function nestedTooDeeply(limit: number): Wording {
  return { message: `more than ${limit} brackets inside one another`, hint: "no spec needs that many" };
}

export function commaMissing(found: string): Wording {
  return { message: `a comma is missing before ${found}` };
}

export function colonMissing(found: string): Wording {
  return { message: `a colon is missing before ${found}`, hint: 'write "key": value' };
}

export function keyMissing(found: string): Wording {
  return { message: `a key in double quotes should stand here${instead(found)}` };
}

export function keyUnquoted(found: string): Wording {
  return {
    message: `the key ${found} is not in double quotes`,
    hint: `write ${JSON.stringify(bare(found))}`,
  };
}

export function looksLikeYaml(): Wording {
  return { message: "this looks like YAML", hint: "write the spec as JSON, beginning with {" };
}

export function valueMissing(found: string): Wording {
  return { message: `a value is missing here${instead(found)}` };
}

export function unclosed(what: string, end: string): Wording {
  return { message: `this ${what} does not end`, hint: `close it with ${end}` };
}

export function unclosedBefore(what: string, end: string, found: string): Wording {
  return { message: `${found} stands where the ${what} should end`, hint: `close it with ${end} first` };
}

export function textAfterEnd(found: string): Wording {
  return { message: `there is something after the end: ${found}`, hint: "a spec is one object" };
}

export function badNumber(found: string): Wording {
  return { message: `${found} is not a number in JSON`, hint: "write it like 12, -0.5 or 1e-3" };
}

export function badEscape(found: string): Wording {
  return { message: `${found} has a backslash that means nothing`, hint: "write \\\\ for a backslash" };
}

export function badCharacter(): Wording {
  return {
    message: "this text has a character that cannot stand in it",
    hint: "write \\t for a tab, \\n for a new line",
  };
}

const pythonWords = new Map([
  ["True", "true"],
  ["False", "false"],
  ["None", "null"],
]);

export function badWord(found: string): Wording {
  if (found === ";") return { message: "a semicolon separates nothing in JSON", hint: "write a comma" };
  if (found === "=") return { message: "= means nothing in JSON", hint: 'write "key": value' };
  if (/^[-+]?(Infinity|NaN)$/.test(found)) {
    return { message: `${found} is no number in JSON`, hint: "write a finite number" };
  }
  const keyword = pythonWords.get(found);
  if (keyword !== undefined) return { message: `${found} is not JSON`, hint: `write ${keyword}` };
  if (/^[-+.\d]/.test(found)) return badNumber(found);
  return {
    message: `${found} is not JSON`,
    hint: `put texts in double quotes: ${JSON.stringify(bare(found))}`,
  };
}

export function keyTwice(key: string): Wording {
  return {
    message: `the key ${JSON.stringify(key)} stands twice in one object`,
    hint: "rename or remove one: only the last would count",
  };
}

/** A word without the quotes that somebody put around it that are not JSON's. */
function bare(word: string): string {
  return word.replace(/^['`“”„‘’]|['`“”‘’]$/g, "");
}

function instead(found: string): string {
  return found === "" ? "" : `, not ${found}`;
}
