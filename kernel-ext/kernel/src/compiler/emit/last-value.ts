/*
 * The value of a cell: that of the expression that is its last statement.
 */
import type { Surroundings } from "./names";
import { ts } from "../typescript";

/** Hands the value to `finish` of what `require("#cell")` gave; what stays without effect may follow the expression. */
export function handOverLastValue(
  statements: readonly ts.Statement[],
  factory: ts.NodeFactory,
  surroundings: Surroundings,
): ts.Statement[] {
  const index = statements.findLastIndex((one) => !isNothing(one));
  const last = statements[index];
  if (!last || !isUsersExpression(last)) return [...statements];
  const finish = factory.createPropertyAccessExpression(
    factory.createIdentifier(surroundings.cell),
    "finish",
  );
  const call = factory.createCallExpression(finish, undefined, [last.expression]);
  return statements.with(index, ts.setTextRange(factory.createExpressionStatement(call), last));
}

function isNothing(statement: ts.Statement): boolean {
  return ts.isEmptyStatement(statement) || ts.isNotEmittedStatement(statement);
}

/** Namespaces and enums are calls as well, once TypeScript has been there; `"use strict"` is no value. */
function isUsersExpression(statement: ts.Statement): statement is ts.ExpressionStatement {
  if (!ts.isExpressionStatement(statement)) return false;
  const original = ts.getOriginalNode(statement);
  if (!ts.isExpressionStatement(original)) return false;
  return !(ts.isStringLiteral(original.expression) && original.expression.text === "use strict");
}
