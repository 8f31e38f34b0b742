/*
 * Where in the author's text the text of a function begins and ends, by the rules of JavaScript: without `export`, `static`,
 * `private`, decorators; with `async`, `*`, `get` and `set`.
 */
import { ts } from "../typescript";
import type { Span } from "./mark";

type FunctionWithText = (
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.AccessorDeclaration
  | ts.ClassLikeDeclaration
) & { readonly body?: ts.ConciseBody };

/** A constructor is its class. */
export function hasText(node: ts.Node): node is FunctionWithText {
  if (ts.isClassLike(node)) return true;
  const isOne =
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isAccessor(node);
  return isOne && node.body !== undefined;
}

/** @param node as it was parsed. */
export function spanOf(node: FunctionWithText, file: ts.SourceFile): Span {
  const modifiers = node.modifiers ?? [];
  const async = modifiers.find((one) => one.kind === ts.SyntaxKind.AsyncKeyword);
  const start = async?.getStart(file) ?? startAfter(modifiers.at(-1)?.end ?? node.pos, file);
  return { start, end: node.end };
}

/** Of the token that comes next. */
function startAfter(position: number, file: ts.SourceFile): number {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, undefined, file.text, undefined, position);
  scanner.scan();
  return scanner.getTokenPos();
}
