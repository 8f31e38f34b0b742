/*
 * Marks at the ends of functions and classes, by which their author's text is found when somebody asks for it.
 */
import { hasText, spanOf } from "../texts/span";
import type { Constant } from "../texts/erase";
import { type Mark, markText } from "../texts/mark";
import { ts } from "../typescript";
import { isFunctionWithBody, withBody } from "./bodies";

/** What the functions stand in. */
interface MarkedSource {
  readonly file: ts.SourceFile;
  /** Of the `SourceText`. */
  readonly id: number;
  /** Where the author's own text begins and ends in the file. */
  readonly start: number;
  readonly end: number;
  /** Called with what the program puts in place of a member of a `const enum`. */
  readonly onConstant?: (constant: Constant) => void;
  readonly checker?: ts.TypeChecker;
}

export class FunctionMarks {
  readonly #context: ts.TransformationContext;
  readonly #factory: ts.NodeFactory;
  readonly #source: MarkedSource;

  constructor(context: ts.TransformationContext, source: MarkedSource) {
    this.#context = context;
    this.#factory = context.factory;
    this.#source = source;
  }

  /** The tree with its marks. TypeScript has taken types away before, and what it made itself gets none. */
  readonly addTo = <T extends ts.Node>(node: T): T => this.#visit(node) as T;

  readonly #visit = (node: ts.Node): ts.Node => {
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) this.#constant(node);
    const visited = ts.visitEachChild(node, this.#visit, this.#context);
    const mark = this.#markOf(visited);
    if (!mark) return visited;
    if (ts.isClassLike(visited)) return this.#class(visited, mark);
    if (!isFunctionWithBody(visited)) return visited;
    const body = ts.isBlock(visited.body) ? this.#block(visited.body, mark) : this.#value(visited.body, mark);
    return withBody(visited, body, this.#factory);
  };

  #markOf(node: ts.Node): Mark | undefined {
    if (!hasText(node)) return undefined;
    const { file, id, start, end } = this.#source;
    const original = ts.getOriginalNode(node);
    if (!hasText(original) || original.pos < 0) return undefined;
    const span = spanOf(original, file);
    if (span.start < start || span.end > end) return undefined;
    return { source: id, start: span.start - start, end: span.end - start };
  }

  /** Elsewhere there is no enum to ask. */
  #constant(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): void {
    const { checker, onConstant, start, file } = this.#source;
    if (!checker || !onConstant) return;
    const original = ts.getParseTreeNode(
      node,
      (one): one is ts.AccessExpression =>
        ts.isPropertyAccessExpression(one) || ts.isElementAccessExpression(one),
    );
    const value = original && checker.getConstantValue(original);
    if (value === undefined || !original) return;
    onConstant({ start: original.getStart(file) - start, end: original.end - start, value });
  }

  #block(body: ts.Block, mark: Mark): ts.Block {
    const place = this.#factory.createNotEmittedStatement(body);
    ts.setTextRange(place, { pos: -1, end: -1 });
    return this.#factory.updateBlock(body, [...body.statements, comment(place, mark)]);
  }

  /** In brackets, so that the mark stands inside of the function. */
  #value(body: ts.Expression, mark: Mark): ts.Expression {
    return this.#factory.createParenthesizedExpression(comment(body, mark));
  }

  #class(node: ts.ClassLikeDeclaration, mark: Mark): ts.Node {
    const factory = this.#factory;
    const members = [...node.members, comment(factory.createSemicolonClassElement(), mark)];
    const { modifiers, name, heritageClauses } = node;
    return ts.isClassDeclaration(node)
      ? factory.updateClassDeclaration(node, modifiers, name, undefined, heritageClauses, members)
      : factory.updateClassExpression(node, modifiers, name, undefined, heritageClauses, members);
  }
}

function comment<T extends ts.Node>(node: T, mark: Mark): T {
  return ts.addSyntheticTrailingComment(node, ts.SyntaxKind.MultiLineCommentTrivia, markText(mark), false);
}
