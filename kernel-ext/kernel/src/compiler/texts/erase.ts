/*
 * The author's text without its types: formatting, comments and all other words stay. What has no such form, because it makes
 * code (enums, parameters that are properties, JSX), is listed.
 */
import { ts } from "../typescript";
import { Edits, type Edited } from "./edits";
import type { Span } from "./mark";

export interface Erased {
  readonly text: Edited;
  /** What cannot be erased. */
  readonly remains: readonly Span[];
}

/** What a member of a `const enum` is. */
export interface Constant extends Span {
  readonly value: string | number;
}

/** @param file parsed with parents. */
export function eraseTypes(file: ts.SourceFile, constants: readonly Constant[] = []): Erased {
  const eraser = new Eraser(file, constants);
  eraser.visit(file);
  return { text: eraser.edits.apply(), remains: eraser.remains };
}

const K = ts.SyntaxKind;
/** Words of types before members, classes and parameters. */
const erasableModifiers: ReadonlySet<ts.SyntaxKind> = new Set([
  K.PublicKeyword,
  K.PrivateKeyword,
  K.ProtectedKeyword,
  K.ReadonlyKeyword,
  K.AbstractKeyword,
  K.OverrideKeyword,
  K.DeclareKeyword,
]);

class Eraser {
  readonly edits: Edits;
  readonly remains: Span[] = [];
  readonly #file: ts.SourceFile;
  readonly #text: string;
  readonly #constants: ReadonlyMap<string, string | number>;

  constructor(file: ts.SourceFile, constants: readonly Constant[]) {
    this.#constants = new Map(constants.map((one) => [`${one.start}:${one.end}`, one.value]));
    this.#file = file;
    this.#text = file.text;
    this.edits = new Edits(file.text);
  }

  readonly visit = (node: ts.Node): void => {
    if (isTypesOnly(node)) {
      this.#removeWhole(node);
      return;
    }
    if (this.#constants.size > 0 && this.#constant(node)) return;
    if (isCode(node)) this.remains.push({ start: node.getStart(this.#file), end: node.end });
    this.#modifiers(node);
    this.#typeLists(node);
    if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) this.#assertionBehind(node);
    else if (ts.isTypeAssertionExpression(node)) this.#assertionBefore(node);
    else if (ts.isNonNullExpression(node)) this.edits.delete(node.expression.end, node.end);
    else if (ts.isClassLike(node)) this.#class(node);
    else this.#signs(node);
    ts.forEachChild(node, this.#child);
  };

  readonly #child = (node: ts.Node): void => {
    if (ts.isTypeParameterDeclaration(node) || ts.isDecorator(node)) return;
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isHeritageClause(node) && node.token === K.ImplementsKeyword) return;
    if (isThisParameter(node)) return;
    this.visit(node);
  };

  #constant(node: ts.Node): boolean {
    const start = node.getStart(this.#file);
    const value = this.#constants.get(`${start}:${node.end}`);
    if (value === undefined || !(ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)))
      return false;
    const text = JSON.stringify(value);
    // `1.toFixed()` is no number's method.
    const isSafe = typeof value === "string" || (value >= 0 && !ts.isPropertyAccessExpression(node.parent));
    this.edits.replace(start, node.end, isSafe ? text : `(${text})`);
    return true;
  }

  #modifiers(node: ts.Node): void {
    if (!ts.canHaveModifiers(node) && !ts.canHaveDecorators(node)) return;
    for (const one of node.modifiers ?? []) {
      if (erasableModifiers.has(one.kind) || ts.isDecorator(one)) {
        this.edits.delete(one.getStart(this.#file), this.#afterSpace(one.end));
      }
    }
  }

  /** `<T>` of declarations and of calls. */
  #typeLists(node: ts.Node): void {
    const { typeArguments, typeParameters } = node as Partial<
      Record<"typeArguments" | "typeParameters", ts.NodeArray<ts.Node>>
    >;
    const list = typeArguments ?? typeParameters;
    if (!list) return;
    const end = this.#after(list.end, K.GreaterThanToken);
    // `return <T>\n(x: T) => x`
    this.edits.delete(list.pos - 1, ts.isArrowFunction(node) ? this.#afterSpace(end) : end);
  }

  /** `?`, `!` and `: T` of what is declared; `this` among parameters. */
  #signs(node: ts.Node): void {
    if (!isDeclarationWithType(node)) return;
    const { questionToken, exclamationToken, type, parameters } = node as {
      readonly questionToken?: ts.Node;
      readonly exclamationToken?: ts.Node;
      readonly type?: ts.Node;
      readonly parameters?: readonly ts.ParameterDeclaration[];
    };
    for (const token of [questionToken, exclamationToken])
      if (token) this.edits.deleteWithBlanks(token.getStart(this.#file), token.end);
    if (type) this.#typeBehindColon(node, type);
    const [first, second] = parameters ?? [];
    if (!first || !isThisParameter(first)) return;
    const start = first.getStart(this.#file);
    const comma = this.#nextToken(first.end);
    const end = comma.kind === K.CommaToken ? comma.end : first.end;
    this.edits.delete(start, second ? second.getStart(this.#file) : end);
  }

  #typeBehindColon(node: ts.Node, type: ts.Node): void {
    const colon = type.pos - 1;
    // No line may end between the parameters of an arrow function and its arrow.
    const start = ts.isArrowFunction(node) ? this.#text.slice(0, colon).trimEnd().length : colon;
    this.edits.deleteWithBlanks(start, type.end);
  }

  #assertionBehind(node: ts.AsExpression | ts.SatisfiesExpression): void {
    const { expression, parent } = node;
    this.edits.delete(expression.end, node.end);
    // `a - b as number * c` multiplies the difference.
    if (ts.isBinaryExpression(parent) && parent.left === node && !ts.isLeftHandSideExpression(expression)) {
      // Of two powers the right one comes first.
      const isPower = parent.operatorToken.kind === K.AsteriskAsteriskToken;
      const isSame = ts.isBinaryExpression(expression)
        ? expression.operatorToken.kind === parent.operatorToken.kind && !isPower
        : !isPower;
      if (!isSame) {
        this.edits.insert(expression.getStart(this.#file), "(");
        this.edits.insert(node.end, ")");
      }
    }
    this.#endStatement(node);
  }

  /** A statement that ended with a type and the line may go on without the type. */
  #endStatement(node: ts.Node): void {
    if (!continuesLine(this.#text[this.#nextToken(node.end).pos])) return;
    let outer = node.parent;
    while (outer.end === node.end && !ts.isStatement(outer) && !ts.isPropertyDeclaration(outer))
      outer = outer.parent;
    if (outer.end === node.end && !ts.isBlock(outer)) this.edits.insert(node.end, ";");
  }

  #assertionBefore(node: ts.TypeAssertion): void {
    const { expression } = node;
    const start = expression.getStart(this.#file);
    const needsBrackets = beginsOtherwise(node, this.#text.slice(start, start + 100));
    this.edits.replace(node.getStart(this.#file), start, needsBrackets ? "(" : "");
    if (!needsBrackets) return;
    // An object is the end of its arrow function, which has the bracket; a function in brackets has not.
    if (this.#text[start] === "{") this.edits.insertInside(node.end, ")");
    else this.edits.insert(node.end, ")");
  }

  #class(node: ts.ClassLikeDeclaration): void {
    for (const clause of node.heritageClauses ?? []) {
      if (clause.token !== K.ImplementsKeyword) continue;
      const start = clause.getStart(this.#file);
      this.edits.delete(this.#text.slice(0, start).trimEnd().length, clause.end);
    }
    const members = node.members.filter((one) => !isTypesOnly(one) && !ts.isSemicolonClassElement(one));
    members.forEach((member, index) => {
      if (!ts.isPropertyDeclaration(member)) return;
      const next = members[index + 1];
      if (next && this.#text[member.end - 1] !== ";" && this.#mayContinue(member, next))
        this.edits.insert(member.end, ";");
    });
  }

  /** Whether two members without a semicolon could be read as one. */
  #mayContinue(member: ts.PropertyDeclaration, next: ts.ClassElement): boolean {
    if (!member.initializer && /^(?:get|set|static|async|accessor)$/.test(member.name.getText(this.#file)))
      return true;
    const name = next.name?.getText(this.#file) ?? "";
    return name.startsWith("[") || /^(?:in|instanceof)$/.test(name) || "asteriskToken" in next;
  }

  /** A statement or member, with its lines where nothing else stands there. */
  #removeWhole(node: ts.Node): void {
    const start = node.getStart(this.#file);
    const lineStart = this.#text.lastIndexOf("\n", start - 1) + 1;
    const lineEnd = /[^\n]*(?:\n|$)/y;
    lineEnd.lastIndex = node.end;
    const rest = lineEnd.exec(this.#text)?.[0] ?? "";
    const isAlone = this.#text.slice(lineStart, start).trim() === "" && rest.trim() === "";
    if (isAlone) this.edits.delete(lineStart, node.end + rest.length);
    else this.edits.delete(start, this.#afterBlanks(node.end));
    // What stands before it may lack its semicolon.
    const before = this.#text.slice(0, start).trimEnd().at(-1) ?? ";";
    if (!ts.isClassElement(node) && !";{".includes(before)) {
      if (continuesLine(this.#text[this.#nextToken(node.end).pos])) this.edits.insert(node.end, ";");
    }
  }

  #afterBlanks(position: number): number {
    let end = position;
    while (/[ \t]/.test(this.#text[end] ?? "")) end++;
    return end;
  }

  #afterSpace(position: number): number {
    let end = position;
    while (/\s/.test(this.#text[end] ?? "")) end++;
    return end;
  }

  #after(position: number, kind: ts.SyntaxKind): number {
    const token = this.#nextToken(position);
    // Behind a trailing comma.
    return token.kind === kind ? token.end : this.#after(token.end, kind);
  }

  #nextToken(position: number): Span & { readonly kind: ts.SyntaxKind; readonly pos: number } {
    const scanner = ts.createScanner(
      ts.ScriptTarget.Latest,
      true,
      undefined,
      this.#text,
      undefined,
      position,
    );
    const kind = scanner.scan();
    const pos = scanner.getTokenPos();
    return { kind, pos, start: pos, end: scanner.getTextPos() };
  }
}

/** Statements and members that leave nothing. */
function isTypesOnly(node: ts.Node): boolean {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isIndexSignatureDeclaration(node)) return ts.isClassLike(node.parent);
  const isFunction =
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node);
  if (isFunction && !node.body) return true;
  if (!ts.isStatement(node) && !ts.isPropertyDeclaration(node)) return false;
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return modifiers.some(
    ({ kind }) => kind === K.DeclareKeyword || (kind === K.AbstractKeyword && ts.isPropertyDeclaration(node)),
  );
}

/** What TypeScript makes code of. */
function isCode(node: ts.Node): boolean {
  if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)) return true;
  if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)) return true;
  if (ts.isParameter(node)) return ts.isParameterPropertyDeclaration(node, node.parent);
  if (!ts.isPropertyDeclaration(node)) return false;
  return node.modifiers?.some((one) => one.kind === K.AccessorKeyword) ?? false;
}

function isDeclarationWithType(node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) ||
    ts.isParameter(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isPropertyDeclaration(node)
  );
}

function isThisParameter(node: ts.Node): boolean {
  return ts.isParameter(node) && ts.isIdentifier(node.name) && node.name.text === "this";
}

/** What would go on with the line above. */
function continuesLine(character: string | undefined): boolean {
  return character !== undefined && "([`<+-*/".includes(character);
}

/** Whether an expression whose assertion goes away would then begin a block or a declaration. Of several the last has the brackets. */
function beginsOtherwise(node: ts.TypeAssertion, text: string): boolean {
  let outer: ts.Node = node;
  while (leftOf(outer.parent) === outer) outer = outer.parent;
  const { parent } = outer;
  if (ts.isArrowFunction(parent)) return parent.body === outer && text.startsWith("{");
  return ts.isExpressionStatement(parent) && /^(?:\{|(?:function|class|async\s+function|let)\b)/.test(text);
}

/** The part that an expression begins with. */
function leftOf(node: ts.Node): ts.Node | undefined {
  if (ts.isBinaryExpression(node)) return node.left;
  if (ts.isConditionalExpression(node)) return node.condition;
  if (ts.isPostfixUnaryExpression(node)) return node.operand;
  if (ts.isTaggedTemplateExpression(node)) return node.tag;
  const isLeft =
    ts.isCallExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node);
  return isLeft ? node.expression : undefined;
}
