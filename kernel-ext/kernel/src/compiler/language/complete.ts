/*
 * Completions, in the order in which a reader expects them.
 */
import type { CompleteResult } from "../../bridge/messages";
import { prefix } from "../tslab/cell-host";
import type { Completion } from "../tslab/load";
import { ts } from "../typescript";

/** TypeScript's kinds in the words of JupyterLab's icons. */
const types: Readonly<Record<string, string>> = {
  keyword: "keyword",
  module: "module",
  "external module name": "module",
  class: "class",
  "local class": "class",
  interface: "interface",
  type: "type",
  "type parameter": "type",
  enum: "enum",
  "enum member": "enum-member",
  var: "variable",
  "local var": "variable",
  let: "variable",
  const: "variable",
  alias: "module",
  parameter: "variable",
  function: "function",
  "local function": "function",
  method: "method",
  property: "property",
  getter: "property",
  setter: "property",
  "JSX attribute": "property",
  string: "string",
  directory: "path",
  script: "path",
  label: "label",
  "primitive type": "type",
};

/**
 * Names that begin as the text does, then those that do but for capital letters; those that only contain it are offered
 * when no other is there.
 */
export function completions(found: Completion, code: string): CompleteResult {
  const { start, end } = rangeOf(found, code);
  const typed = code.slice(start, Math.max(start, end));
  const ranked = (found.original?.entries ?? [])
    .filter((entry) => entry.kind !== ts.ScriptElementKind.warning)
    .map((entry) => ({ entry, rank: rankOf(entry.name, typed) }))
    .filter((one) => one.rank < none);
  const best = ranked.some((one) => one.rank < inside) ? inside : none;
  const seen = new Set<string>();
  const entries = ranked
    .filter((one) => one.rank < best)
    .sort((a, b) => a.rank - b.rank || compare(a.entry.sortText, b.entry.sortText))
    .map((one) => one.entry)
    .filter((entry) => (seen.has(entry.name) ? false : seen.add(entry.name)));
  return {
    matches: entries.map((entry) => entry.name),
    start,
    end,
    types: entries.map((entry) => ({ text: entry.name, type: types[entry.kind] ?? "text" })),
  };
}

/** tslab counts from names; what stands in a string TypeScript itself says, counted from the start of its file. */
function rangeOf(found: Completion, code: string): { readonly start: number; readonly end: number } {
  const span = found.original?.entries.find((entry) => entry.replacementSpan)?.replacementSpan;
  if (span) return { start: span.start - prefix.length, end: span.start - prefix.length + span.length };
  if (!found.original?.entries.some((entry) => inStrings.has(entry.kind))) return found;
  // A string without its end: what was typed of it, or of the last part of a path.
  const typed = /[^"'`/]*$/.exec(code.slice(0, found.end))?.[0] ?? "";
  return { start: found.end - typed.length, end: found.end };
}

/** What only the inside of a string is completed with. */
const inStrings = new Set(["string", "directory", "script", "external module name"]);

const inside = 2;
const none = 3;

function rankOf(name: string, typed: string): number {
  if (name.startsWith(typed)) return 0;
  const lowerName = name.toLowerCase();
  const lowerTyped = typed.toLowerCase();
  if (lowerName.startsWith(lowerTyped)) return 1;
  return lowerName.includes(lowerTyped) ? inside : none;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
