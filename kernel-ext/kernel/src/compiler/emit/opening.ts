/*
 * The first lines of a script: what it needs of its surroundings, under names that nothing of the user's hides.
 */
import type { Surroundings } from "./names";
import { ts } from "../typescript";

/** The function's parameters; a cell may declare such names itself, and then it sees its own. */
const parameters = ["exports", "require"];

/** `const __cell = require("#cell"), __stop = __cell.stop;`, and then the cell: in a block of its own where it needs one. */
export function openingOf(
  factory: ts.NodeFactory,
  surroundings: Surroundings,
  statements: readonly ts.Statement[],
): ts.Statement[] {
  const word = (name: string): ts.Identifier => factory.createIdentifier(name);
  const constant = (name: string, value: ts.Expression): ts.VariableDeclaration =>
    factory.createVariableDeclaration(name, undefined, undefined, value);
  const cell = factory.createCallExpression(word("require"), undefined, [
    factory.createStringLiteral("#cell"),
  ]);
  const constants = [
    constant(surroundings.cell, cell),
    constant(surroundings.stop, factory.createPropertyAccessExpression(word(surroundings.cell), "stop")),
  ];
  if (surroundings.exports !== "exports") constants.push(constant(surroundings.exports, word("exports")));
  const list = factory.createVariableDeclarationList(constants, ts.NodeFlags.Const);
  const opening = factory.createVariableStatement(undefined, list);
  return statements.some(hidesParameter)
    ? [opening, factory.createBlock(statements, true)]
    : [opening, ...statements];
}

function hidesParameter(statement: ts.Statement): boolean {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.some((one) => bindsParameter(one.name));
  }
  if (!ts.isFunctionDeclaration(statement) && !ts.isClassDeclaration(statement)) return false;
  return statement.name !== undefined && bindsParameter(statement.name);
}

function bindsParameter(name: ts.BindingName): boolean {
  if (ts.isIdentifier(name)) return parameters.includes(ts.idText(name));
  return name.elements.some((one) => !ts.isOmittedExpression(one) && bindsParameter(one.name));
}
