import { parseTree, type Node, type ParseError } from "jsonc-parser";
import { keyTwice } from "../messages/syntax";
import { setOwn } from "../plain";
import { pointerTo } from "../pointer";
import { PlaceIndex } from "./places";
import { LineIndex } from "./position";
import { error, type Problem } from "../problem";
import { tooLong } from "../check/sizes";
import { readStrict } from "../check/strict";
import { depthProblem, syntaxProblem, type SyntaxProblem } from "./syntax";
import { propertiesOf } from "./tree";

/** A text as JSON with comments and trailing commas. */
interface SourceText {
  /** The value, or `undefined` where the text has a problem. */
  readonly value: unknown;
  readonly problems: Problem[];
  /** The problems with their places in the text, in its order. */
  locate(problems: readonly Problem[]): Problem[];
}

/** Reads a text. Of several syntax errors only the first is reported: the others mostly follow from it. */
export function readText(written: string): SourceText {
  const long = tooLong(written);
  if (long) return unreadable({ offset: 0, wording: long }, new LineIndex(""));
  const text = written.replace(/^\uFEFF/, " ");
  const strict = readStrict(text);
  if (!strict) return readTree(text);
  const { value } = strict;
  return {
    value,
    problems: [],
    locate: (problems) => (problems.length === 0 ? [] : readTree(text).locate(problems)),
  };
}

/** The same by a parser that knows comments, and the place of every value. */
function readTree(text: string): SourceText {
  const lines = new LineIndex(text);
  const tooDeep = depthProblem(text);
  if (tooDeep) return unreadable(tooDeep, lines);
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) return unreadable(syntaxProblem(text, first), lines);
  // Without an error there is a tree.
  const root = tree!;

  const locate = (problems: readonly Problem[]): Problem[] => {
    const places = new PlaceIndex(root);
    return problems
      .map((problem) => ({ problem, offset: places.offsetOf(problem) }))
      .sort((a, b) => a.offset - b.offset)
      .map(({ problem, offset }) => ({ ...problem, position: lines.at(offset) }));
  };
  const problems = repeatedKeys(root).map(({ offset, ...problem }) => ({
    ...problem,
    position: lines.at(offset),
  }));
  return { value: problems.length > 0 ? undefined : valueOf(root), problems, locate };
}

/** A text without a tree: problems found elsewhere stay without a place. */
function unreadable({ offset, wording }: SyntaxProblem, lines: LineIndex): SourceText {
  return {
    value: undefined,
    problems: [{ ...error("", wording), position: lines.at(offset) }],
    locate: (problems) => [...problems],
  };
}

function valueOf(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(valueOf);
  if (node.type !== "object") return node.value as unknown;
  const result = {};
  for (const { key, value } of propertiesOf(node)) setOwn(result, String(key.value), valueOf(value));
  return result;
}

/** JSON lets a key stand twice and keeps the last: half of what was written would be lost without a word. */
function repeatedKeys(root: Node): (Problem & { offset: number })[] {
  const found: (Problem & { offset: number })[] = [];
  const path: (string | number)[] = [];
  const look = (node: Node): void => {
    if (node.type === "array") {
      for (const [index, child] of (node.children ?? []).entries()) {
        path.push(index);
        look(child);
        path.pop();
      }
    }
    if (node.type !== "object") return;
    const seen = new Set<string>();
    for (const { key, value } of propertiesOf(node)) {
      const name = String(key.value);
      path.push(name);
      if (seen.has(name)) {
        found.push({ ...error(pointerTo("", ...path), keyTwice(name)), key: true, offset: key.offset });
      } else {
        seen.add(name);
        look(value);
      }
      path.pop();
    }
  };
  look(root);
  return found;
}
