/*
 * Specs as people write them: short lists and objects on one line, highlighted by the front end itself.
 */
import { View } from "./view";

/** Longest line that an array or object is joined into. */
const lineWidth = 100;

/**
 * JSON as a cell's output, highlighted. Text is shown as it stands, comments included; any other value is written out.
 */
export function json(value: unknown): View {
  const text = typeof value === "string" ? value.trimEnd() : formatJson(value);
  // As Markdown every front end highlights it in its own colours. JSON with comments has no name that all of them
  // know; as JavaScript it comes out right.
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

/** JSON with two spaces a level, where what fits into a line stands on one. */
export function formatJson(value: unknown, indent = ""): string {
  const flat = joined(value);
  if (typeof value !== "object" || value === null || indent.length + flat.length <= lineWidth) return flat;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => deeper + formatJson(item ?? null, deeper))
    : entries(value).map(([key, item]) => `${deeper}${JSON.stringify(key)}: ${formatJson(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

function joined(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => joined(item ?? null)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const parts = entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${joined(item)}`);
    return parts.length > 0 ? `{ ${parts.join(", ")} }` : "{}";
  }
  return JSON.stringify(value);
}

/** What JSON would keep. */
function entries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined && typeof item !== "function");
}
