/*
 * The names that a cell leaves to later ones: tslab's closing `export { … }` lists all, and TypeScript has taken those out
 * of it that are mere types. Each becomes a property of `exports` that reads, and writes, the cell's own variable.
 */
import type { FreeNames, Surroundings } from "./names";
import type { References } from "./references";
import { ts } from "../typescript";

interface ExportedName {
  readonly name: string;
  readonly local: ts.Identifier;
  readonly isVariable: boolean;
}

export function exportedNames(file: ts.SourceFile, checker: ts.TypeChecker): readonly ExportedName[] {
  return file.statements.flatMap((one) => {
    if (!ts.isExportDeclaration(one) || one.moduleSpecifier) return [];
    const clause = one.exportClause;
    if (!clause || !ts.isNamedExports(clause)) return [];
    return clause.elements.map((element) => ({
      name: ts.idText(element.name),
      local: element.propertyName ?? element.name,
      isVariable: isVariable(element, checker),
    }));
  });
}

/** Whether it may be assigned: `let` and `var`, not `const`, functions, classes, enums, imports. */
function isVariable(element: ts.ExportSpecifier, checker: ts.TypeChecker): boolean {
  const original = ts.getParseTreeNode(element, ts.isExportSpecifier);
  const symbol = original && checker.getExportSpecifierLocalTargetSymbol(original);
  return (symbol?.declarations ?? []).some(
    (one) =>
      (ts.isVariableDeclaration(one) || ts.isBindingElement(one)) &&
      (ts.getCombinedNodeFlags(one) & ts.NodeFlags.Const) === 0,
  );
}

/** `Object.defineProperties(exports, { a: { get: () => a, set: (value) => { a = value; }, … } })`. */
export function defineExports(
  names: readonly ExportedName[],
  factory: ts.NodeFactory,
  references: References,
  free: FreeNames,
  surroundings: Surroundings,
): ts.Statement[] {
  if (names.length === 0) return [];
  const value = free.take("value");
  const yes = factory.createTrue();
  const property = (name: string, initializer: ts.Expression): ts.PropertyAssignment =>
    factory.createPropertyAssignment(name, initializer);
  const arrow = (parameters: string[], body: ts.ConciseBody): ts.ArrowFunction =>
    factory.createArrowFunction(
      undefined,
      undefined,
      parameters.map((one) => factory.createParameterDeclaration(undefined, undefined, one)),
      undefined,
      undefined,
      body,
    );
  const descriptors = names.map(({ name, local, isVariable }) => {
    const word = factory.createIdentifier(ts.idText(local));
    const assignment = factory.createAssignment(word, factory.createIdentifier(value));
    const setter = arrow([value], factory.createBlock([factory.createExpressionStatement(assignment)]));
    return property(
      name,
      factory.createObjectLiteralExpression([
        property("get", arrow([], references.elsewhere(local) ?? word)),
        ...(isVariable ? [property("set", setter)] : []),
        property("enumerable", yes),
        property("configurable", yes),
      ]),
    );
  });
  const define = factory.createPropertyAccessExpression(
    factory.createIdentifier("Object"),
    "defineProperties",
  );
  const call = factory.createCallExpression(define, undefined, [
    factory.createIdentifier(surroundings.exports),
    factory.createObjectLiteralExpression(descriptors),
  ]);
  return [factory.createExpressionStatement(call)];
}
