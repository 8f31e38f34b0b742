/*
 * Completions, in the order in which a reader expects them.
 */
import type { CompleteResult } from "../../bridge/messages";
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
  const { start, end } = found;
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
