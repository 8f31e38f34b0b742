/*
 * Static imports, as TypeScript leaves them (those of mere types are gone): each becomes one `load` at the top of the script.
 */
import type { FreeNames, Surroundings } from "./names";
import type { ImportedNames } from "./references";
import { ts } from "../typescript";

interface Imports {
  /** In the order of the text, each once. */
  readonly specifiers: readonly string[];
  readonly names: ImportedNames;
  readonly statements: readonly ts.Statement[];
}

type Target = Readonly<{ module: string; name: string }>;

export function importsOf(
  file: ts.SourceFile,
  factory: ts.NodeFactory,
  checker: ts.TypeChecker,
  free: FreeNames,
  surroundings: Surroundings,
): Imports {
  const specifiers = new Set<string>();
  const names = new Map<ts.Symbol, Target>();
  const statements: ts.Statement[] = [];
  const known = (name: ts.Identifier, target: Target): boolean => {
    const original = ts.getParseTreeNode(name, ts.isIdentifier);
    const symbol = original && checker.getSymbolAtLocation(original);
    if (symbol) names.set(symbol, target);
    return symbol !== undefined;
  };
  for (const declaration of file.statements) {
    if (!ts.isImportDeclaration(declaration) || !ts.isStringLiteral(declaration.moduleSpecifier)) continue;
    const specifier = declaration.moduleSpecifier.text;
    specifiers.add(specifier);
    const { name, namedBindings } = declaration.importClause ?? {};
    if (!name && !namedBindings) continue;
    const namespace = namedBindings && ts.isNamespaceImport(namedBindings) ? namedBindings.name : undefined;
    const module = namespace ? ts.idText(namespace) : free.forModule(specifier);
    const constants = [variable(factory, namespace ?? module, load(factory, surroundings, specifier))];
    if (name) known(name, { module, name: "default" });
    for (const element of namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : []) {
      const target = { module, name: ts.idText(element.propertyName ?? element.name) };
      // JSX's own functions have no place in the text, and no name but the one that TypeScript gives them at the end.
      if (!known(element.name, target))
        constants.push(variable(factory, element.name, member(factory, target)));
    }
    const list = factory.createVariableDeclarationList(constants, ts.NodeFlags.Const);
    statements.push(ts.setTextRange(factory.createVariableStatement(undefined, list), declaration));
  }
  return { specifiers: [...specifiers], names, statements };
}

/**
 * `import fs = require("fs")`, which TypeScript would drop from an ECMAScript module: a constant, unless it names types only.
 * Done before TypeScript's own work.
 */
export function importEquals(
  file: ts.SourceFile,
  factory: ts.NodeFactory,
  checker: ts.TypeChecker,
): ts.SourceFile {
  const isLoading = (one: ts.Statement): one is ts.ImportEqualsDeclaration =>
    ts.isImportEqualsDeclaration(one) && ts.isExternalModuleReference(one.moduleReference);
  if (!file.statements.some(isLoading)) return file;
  const statements = file.statements.flatMap((one): readonly ts.Statement[] => {
    if (!isLoading(one) || !ts.isExternalModuleReference(one.moduleReference)) return [one];
    const symbol = checker.getSymbolAtLocation(one.name);
    const isValue = symbol && (checker.getAliasedSymbol(symbol).flags & ts.SymbolFlags.Value) !== 0;
    if (one.isTypeOnly || (symbol && !isValue && !isUnknown(checker, symbol))) return [];
    const require = factory.createIdentifier("require");
    const call = factory.createCallExpression(require, undefined, [one.moduleReference.expression]);
    const list = factory.createVariableDeclarationList(
      [variable(factory, one.name, call)],
      ts.NodeFlags.Const,
    );
    return [ts.setTextRange(factory.createVariableStatement(undefined, list), one)];
  });
  return factory.updateSourceFile(file, statements);
}

/** A package without types, or none that TypeScript finds: it may well be there when the cell runs. */
function isUnknown(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  return checker.getAliasedSymbol(symbol).declarations === undefined;
}

function variable(
  factory: ts.NodeFactory,
  name: string | ts.Identifier,
  value: ts.Expression,
): ts.VariableDeclaration {
  return factory.createVariableDeclaration(name, undefined, undefined, value);
}

function member(factory: ts.NodeFactory, target: Target): ts.Expression {
  return factory.createPropertyAccessExpression(factory.createIdentifier(target.module), target.name);
}

function load(factory: ts.NodeFactory, surroundings: Surroundings, specifier: string): ts.Expression {
  const loader = factory.createPropertyAccessExpression(factory.createIdentifier(surroundings.cell), "load");
  return factory.createCallExpression(loader, undefined, [factory.createStringLiteral(specifier)]);
}
