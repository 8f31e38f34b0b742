/* Syntax errors in plain words, and at the place where the slip is rather than where the parser noticed it. */
import { createScanner, ParseErrorCode, SyntaxKind, type ParseError } from "jsonc-parser";
import type { Wording } from "../messages/index";
import * as messages from "../messages/syntax";

export interface SyntaxProblem {
  readonly offset: number;
  readonly wording: Wording;
}

type Bracket = SyntaxKind.OpenBraceToken | SyntaxKind.OpenBracketToken;

/** Deeper nesting than anybody writes; keeps every recursion over a spec within the stack. */
export const maxDepth = 100;

/** Where the nesting of brackets first goes too deep for a parser that calls itself. */
export function depthProblem(text: string): SyntaxProblem | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token = scanner.scan(); token !== SyntaxKind.EOF; token = scanner.scan()) {
    if (token === SyntaxKind.OpenBraceToken || token === SyntaxKind.OpenBracketToken) depth++;
    if (token === SyntaxKind.CloseBraceToken || token === SyntaxKind.CloseBracketToken) depth--;
    if (depth > maxDepth) {
      return { offset: scanner.getTokenOffset(), wording: messages.nestedTooDeeply(maxDepth) };
    }
  }
  return undefined;
}

export function syntaxProblem(text: string, { error, offset, length }: ParseError): SyntaxProblem {
  const token = text.slice(offset, offset + length);
  const found = token.length > 80 ? `${token.slice(0, 79)}…` : token;
  const here = (wording: Wording): SyntaxProblem => ({ offset, wording });
  switch (error) {
    case ParseErrorCode.CloseBraceExpected:
    case ParseErrorCode.CloseBracketExpected:
      return unclosed(text) ?? here(messages.unclosed("object", "}"));
    case ParseErrorCode.CommaExpected:
      return closing.has(found) ? here(wrongBracket(found)) : here(messages.commaMissing(found));
    case ParseErrorCode.ColonExpected:
      return here(messages.colonMissing(found));
    case ParseErrorCode.PropertyNameExpected:
      return here(messages.keyMissing(found));
    case ParseErrorCode.ValueExpected:
      return valueProblem(text, offset, found);
    case ParseErrorCode.EndOfFileExpected:
      return here(messages.textAfterEnd(found));
    case ParseErrorCode.UnexpectedEndOfComment:
      return here(messages.unclosed("comment", "*/"));
    case ParseErrorCode.UnexpectedEndOfString:
      return here(messages.unclosed("text", '"'));
    case ParseErrorCode.InvalidNumberFormat:
    case ParseErrorCode.UnexpectedEndOfNumber:
      return here(messages.badNumber(found));
    case ParseErrorCode.InvalidUnicode:
    case ParseErrorCode.InvalidEscapeCharacter:
      return here(messages.badEscape(found));
    case ParseErrorCode.InvalidCharacter:
      return here(messages.badCharacter());
    default:
      // A key and nothing else before the first bracket.
      if (/^\s*(---|[\w-]{1,200}:)\s*\n/.test(text.slice(0, 1_000))) return here(messages.looksLikeYaml());
      return here(wordProblem(text, offset + length, found));
  }
}

const closing = new Set(["}", "]"]);

function wrongBracket(found: string): Wording {
  return found === "}"
    ? messages.unclosedBefore("list", "]", found)
    : messages.unclosedBefore("object", "}", found);
}

function valueProblem(text: string, offset: number, found: string): SyntaxProblem {
  if (found !== "") return { offset, wording: messages.valueMissing(found) };
  // At the end of the text it is the open bracket that matters, not the value.
  return unclosed(text) ?? { offset: 0, wording: messages.emptyText() };
}

/** A word that is not JSON: a key without quotes if a colon follows it. */
function wordProblem(text: string, end: number, found: string): Wording {
  const isKey = /^\s*:/.test(text.slice(end));
  return isKey ? messages.keyUnquoted(found) : messages.badWord(found);
}

/** The innermost bracket that is still open at the end of the text. */
function unclosed(text: string): SyntaxProblem | undefined {
  const scanner = createScanner(text, true);
  const open: { offset: number; bracket: Bracket }[] = [];
  for (let token = scanner.scan(); token !== SyntaxKind.EOF; token = scanner.scan()) {
    if (token === SyntaxKind.OpenBraceToken || token === SyntaxKind.OpenBracketToken) {
      open.push({ offset: scanner.getTokenOffset(), bracket: token });
    } else if (token === SyntaxKind.CloseBraceToken || token === SyntaxKind.CloseBracketToken) {
      open.pop();
    }
  }
  const last = open.at(-1);
  if (!last) return undefined;
  const isObject = last.bracket === SyntaxKind.OpenBraceToken;
  return {
    offset: last.offset,
    wording: isObject ? messages.unclosed("object", "}") : messages.unclosed("list", "]"),
  };
}
