/*
 * Names that stand for something elsewhere, wherever a cell writes them: of earlier cells (`exports.name`), of packages
 * (`$tfjs.name`, so that a binding that changes there changes here). TypeScript has taken types and JSX away before.
 */
import { resolveValue } from "./internals";
import type { Surroundings } from "./names";
import { inside, ts } from "../typescript";

/** Where the value of an imported name is. */
export type ImportedNames = ReadonlyMap<ts.Symbol, { readonly module: string; readonly name: string }>;

interface ReferenceScope {
  readonly checker: ts.TypeChecker;
  readonly previous: ts.SourceFile;
  readonly imported: ImportedNames;
  readonly surroundings: Surroundings;
}

export class References {
  readonly #context: ts.TransformationContext;
  readonly #factory: ts.NodeFactory;
  readonly #scope: ReferenceScope;
  readonly #earlier: ReadonlyMap<string, ts.Symbol>;
  readonly #importedWords = new Set<string>();

  constructor(context: ts.TransformationContext, scope: ReferenceScope) {
    this.#context = context;
    this.#factory = context.factory;
    this.#scope = scope;
    this.#earlier = inside(scope.previous).locals ?? new Map<string, ts.Symbol>();
    for (const symbol of scope.imported.keys()) this.#importedWords.add(symbol.name);
  }

  /** The tree with every such name replaced. */
  readonly replaceIn = <T extends ts.Node>(node: T): T => this.#visit(node) as T;

  /** What to write in place of a name, `undefined` for the name itself. */
  elsewhere(name: ts.Identifier): ts.Expression | undefined {
    if (ts.idText(name) === "__dirname" && this.#isForeign(name)) {
      // A notebook is a module of its folder.
      return this.#factory.createPropertyAccessExpression(this.#cell("meta", name), "dirname");
    }
    const isKnown = this.#earlier.has(name.escapedText as string) || this.#importedWords.has(ts.idText(name));
    const original = isKnown ? ts.getParseTreeNode(name, ts.isIdentifier) : undefined;
    if (!original) return undefined;
    const symbol = resolveValue(this.#scope.checker, original);
    if (!symbol) return undefined;
    const imported = this.#scope.imported.get(symbol);
    if (imported) return this.#member(imported.module, imported.name, name);
    return this.#isEarlier(symbol, original)
      ? this.#member(this.#scope.surroundings.exports, ts.idText(name), name)
      : undefined;
  }

  #isEarlier(symbol: ts.Symbol, name: ts.Identifier): boolean {
    const found = this.#earlier.get(name.escapedText as string);
    if (!found) return false;
    const exported = (found as { readonly exportSymbol?: ts.Symbol }).exportSymbol;
    return found === symbol || exported === symbol;
  }

  /** Declared neither by this cell nor by an earlier one. */
  #isForeign(name: ts.Identifier): boolean {
    const original = ts.getParseTreeNode(name, ts.isIdentifier);
    if (!original) return false;
    const own = [original.getSourceFile(), this.#scope.previous];
    const symbol = resolveValue(this.#scope.checker, original);
    return !symbol?.declarations?.some((one) => own.includes(one.getSourceFile()));
  }

  #member(object: string, name: string, at: ts.Identifier): ts.Expression {
    const access = this.#factory.createPropertyAccessExpression(this.#factory.createIdentifier(object), name);
    return ts.setSourceMapRange(ts.setTextRange(access, at), ts.getSourceMapRange(at));
  }

  #visit(node: ts.Node): ts.Node {
    const factory = this.#factory;
    if (ts.isIdentifier(node)) return this.elsewhere(node) ?? node;
    if (ts.isShorthandPropertyAssignment(node)) return this.#shorthand(node);
    if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return this.#dynamicImport(node);
      const callee = this.#callee(node.expression);
      if (!callee) return this.#children(node);
      const args = node.arguments.map((one) => this.#visit(one) as ts.Expression);
      return ts.isCallChain(node)
        ? factory.updateCallChain(node, callee, node.questionDotToken, undefined, args)
        : factory.updateCallExpression(node, callee, undefined, args);
    }
    if (ts.isTaggedTemplateExpression(node)) {
      const tag = this.#callee(node.tag);
      if (!tag) return this.#children(node);
      const template = this.#visit(node.template) as ts.TemplateLiteral;
      return factory.updateTaggedTemplateExpression(node, tag, undefined, template);
    }
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      return this.#cell("meta", node);
    }
    return this.#children(node);
  }

  /** Names in a tree that name a member, a label or what is declared are no references. */
  #children(node: ts.Node): ts.Node {
    const { name, propertyName, label } = node as {
      readonly name?: ts.Node;
      readonly propertyName?: ts.Node;
      readonly label?: ts.Node;
    };
    const visit = (child: ts.Node): ts.Node =>
      ts.isIdentifier(child) && (child === name || child === propertyName || child === label)
        ? child
        : this.#visit(child);
    return ts.visitEachChild(node, visit, this.#context);
  }

  /** `(0, exports.f)` for a called `f`, so that `exports` does not become its `this`. */
  #callee(expression: ts.Expression): ts.Expression | undefined {
    const factory = this.#factory;
    let inner = expression;
    while (ts.isParenthesizedExpression(inner) || ts.isPartiallyEmittedExpression(inner))
      inner = inner.expression;
    const found = ts.isIdentifier(inner) ? this.elsewhere(inner) : undefined;
    if (!found) return undefined;
    const indirect = factory.createParenthesizedExpression(
      factory.createComma(factory.createNumericLiteral(0), found),
    );
    // One place for all of it: V8 names one or the other end of it.
    ts.setEmitFlags(found, ts.EmitFlags.NoSourceMap | ts.EmitFlags.NoNestedSourceMaps);
    return ts.setTextRange(ts.setEmitFlags(indirect, ts.EmitFlags.NoTrailingSourceMap), inner);
  }

  /** `{ epochs }` is `{ epochs: exports.epochs }`, with its default value in patterns of assignments. */
  #shorthand(node: ts.ShorthandPropertyAssignment): ts.Node {
    const factory = this.#factory;
    const fallback = node.objectAssignmentInitializer;
    const initializer = fallback && (this.#visit(fallback) as ts.Expression);
    const found = this.elsewhere(node.name);
    if (!found) return factory.updateShorthandPropertyAssignment(node, node.name, initializer);
    const value = initializer ? factory.createAssignment(found, initializer) : found;
    const property = factory.createPropertyAssignment(factory.createIdentifier(ts.idText(node.name)), value);
    return ts.setTextRange(property, node);
  }

  #dynamicImport(node: ts.CallExpression): ts.Node {
    const args = node.arguments.map((one) => this.#visit(one) as ts.Expression);
    const call = this.#factory.createCallExpression(this.#cell("import", node.expression), undefined, args);
    return ts.setTextRange(call, node);
  }

  #cell(member: string, at: ts.Node): ts.Expression {
    const cell = this.#factory.createIdentifier(this.#scope.surroundings.cell);
    return ts.setTextRange(this.#factory.createPropertyAccessExpression(cell, member), at);
  }
}
