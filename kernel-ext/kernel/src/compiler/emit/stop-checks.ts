/*
 * Where code of a cell asks whether it is to stop: at each pass of a loop, and where a function begins that calls others.
 * Nothing runs for long without coming to one of these places, but for what other people's code does.
 *
 * The question is a plain read. A call of `Atomics.load` makes a tight loop up to 15 times as slow; a count of passes costs
 * about what the read does, for more code. A plain read could be done once for all passes, by the rules of JavaScript: the
 * optimising compilers of Node 20 and 22 do not (test/bench/stop-checks.mjs asks them).
 */
import { type FunctionWithBody, isFunctionWithBody, withBody } from "./bodies";
import type { Surroundings } from "./names";
import { ts } from "../typescript";

export class StopChecks {
  readonly #context: ts.TransformationContext;
  readonly #factory: ts.NodeFactory;
  readonly #surroundings: Surroundings;

  constructor(context: ts.TransformationContext, surroundings: Surroundings) {
    this.#context = context;
    this.#factory = context.factory;
    this.#surroundings = surroundings;
  }

  /** The tree with its questions. */
  readonly addTo = <T extends ts.Node>(node: T): T => this.#visit(node) as T;

  readonly #visit = (node: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(node, this.#visit, this.#context);
    if (ts.isIterationStatement(visited, false)) return this.#loop(visited);
    if (isFunctionWithBody(visited) && mayCall(visited)) return this.#function(visited);
    return visited;
  };

  #loop(node: ts.IterationStatement): ts.Statement {
    const factory = this.#factory;
    const { statement } = node;
    const inner = ts.isBlock(statement) ? statement.statements : [statement];
    const body = ts.setTextRange(factory.createBlock([this.#check(node), ...inner], true), statement);
    if (ts.isForStatement(node)) {
      return factory.updateForStatement(node, node.initializer, node.condition, node.incrementor, body);
    }
    if (ts.isForInStatement(node))
      return factory.updateForInStatement(node, node.initializer, node.expression, body);
    if (ts.isForOfStatement(node)) {
      return factory.updateForOfStatement(node, node.awaitModifier, node.initializer, node.expression, body);
    }
    if (ts.isWhileStatement(node)) return factory.updateWhileStatement(node, node.expression, body);
    return ts.isDoStatement(node) ? factory.updateDoStatement(node, body, node.expression) : node;
  }

  #function(node: FunctionWithBody): ts.Node {
    const { body } = node;
    const checked = ts.isBlock(body)
      ? this.#block(body)
      : ts.setTextRange(this.#factory.createComma(this.#question(), body), body);
    return withBody(node, checked, this.#factory);
  }

  /** After the directives (`"use strict"`), which count only as the first statements. */
  #block(body: ts.Block): ts.Block {
    const isDirective = (one: ts.Statement): boolean =>
      ts.isExpressionStatement(one) && ts.isStringLiteral(one.expression);
    const index = body.statements.findIndex((one) => !isDirective(one));
    const start = index < 0 ? body.statements.length : index;
    const statements = [...body.statements];
    statements.splice(start, 0, this.#check(body));
    return this.#factory.updateBlock(body, statements);
  }

  /** Who is stopped here sees the loop or the function in the stack. */
  #check(at: ts.Node): ts.Statement {
    const check = this.#factory.createExpressionStatement(this.#question());
    return ts.setSourceMapRange(check, ts.getSourceMapRange(at));
  }

  /** `__stop[0] !== 0 && __cell.checkpoint()`. */
  #question(): ts.Expression {
    const factory = this.#factory;
    const { stop, cell } = this.#surroundings;
    const read = factory.createElementAccessExpression(factory.createIdentifier(stop), 0);
    const checkpoint = factory.createPropertyAccessExpression(factory.createIdentifier(cell), "checkpoint");
    return factory.createLogicalAnd(
      factory.createStrictInequality(read, factory.createNumericLiteral(0)),
      factory.createCallExpression(checkpoint, undefined, []),
    );
  }
}

/** Whether running it once may run it, or anything else that is long, again: only then it could go on for ever. */
function mayCall(node: FunctionWithBody): boolean {
  return ts.isAccessor(node) || contains(node.body);
}

function contains(node: ts.Node): boolean {
  if (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node)
  ) {
    return true;
  }
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, (child) => contains(child) || undefined) ?? false;
}
