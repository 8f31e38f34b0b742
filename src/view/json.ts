/*
 * Specs as people write them, highlighted by the front end itself.
 */
import { formatJson } from "../text/json";
import { View } from "./view";

/** Longest line that an array or object is joined into. */
const lineWidth = 100;

/**
 * JSON as a cell's output, highlighted. Text is shown as it stands, comments included; any other value is written out.
 */
export function json(value: unknown): View {
  const text = typeof value === "string" ? value.trimEnd() : formatJson(value, lineWidth);
  // As Markdown every front end highlights it in its own colours. JSON with comments has no name that all of them
  // know; JavaScript has the same colours for it.
  const language = typeof value === "string" && !isPlain(text) ? "javascript" : "json";
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return new View({ "text/markdown": `${fence}${language}\n${text}\n${fence}`, "text/plain": text });
}

function isPlain(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
