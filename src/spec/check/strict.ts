/*
 * The short way for a text that is strict JSON, as programs write it: the engine reads it many times as fast as a parser
 * that keeps the place of every value, and places are asked for only where there is a problem.
 */
import { maxDepth } from "../read/syntax";

const quote = 0x22;
const backslash = 0x5c;

/**
 * The value of a text without comments, without a key that stands twice, not nested too deeply; `undefined` for any
 * other, for which the parser with places says what is wrong, if anything is.
 */
export function readStrict(text: string): { readonly value: unknown } | undefined {
  const colons = colonsOf(text);
  if (colons === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  // Of a key that stands twice the engine keeps one, without a word.
  return keysOf(value) === colons ? { value } : undefined;
}

/** How many colons stand outside of texts: one for each key. `undefined` where brackets stand too deep in one another. */
function colonsOf(text: string): number | undefined {
  let colons = 0;
  let depth = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inText) {
      if (code === backslash) i++;
      else if (code === quote) inText = false;
    } else if (code === quote) inText = true;
    else if (code === 0x3a) colons++;
    else if (code === 0x7b || code === 0x5b) {
      depth++;
      if (depth > maxDepth) return undefined;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return colons;
}

function keysOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) for (const entry of value) count += keysOf(entry);
  else {
    for (const entry of Object.values(value)) count += 1 + keysOf(entry);
  }
  return count;
}
