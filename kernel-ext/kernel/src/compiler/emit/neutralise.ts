/*
 * What a cell may write and the compiler does not take. `export` does no harm: all names of a cell are exported as it is.
 * Attributes of imports have no effect. What is taken out leaves blanks, so that every other character stays where it was.
 */
import type { Neutralise } from "../emit-contract";
import { inside, ts } from "../typescript";
import { Blanks } from "./blanks";

export const neutralise: Neutralise = (written) => {
  const code = withoutAttributes(written);
  if (!code.includes("export")) return code;
  const file = parse(code);
  if (!file) return code;
  const blanks = new Blanks(file);
  const declared = declaredNames(file);
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) exportDeclaration(statement, blanks, declared);
    else if (ts.isExportAssignment(statement)) exportAssignment(statement, blanks);
    else if (ts.isNamespaceExportDeclaration(statement)) blanks.statement(statement);
    else modifiers(statement, blanks);
  }
  return blanks.text;
};

/** `with { type: "json" }` behind what an import names. */
const attributes = /(?<=\b(?:from|import)\s*(?:"[^"\n]*"|'[^'\n]*')\s*)with\s*\{[^{}]*\}/g;

/**
 * Attributes of imports are newer than this TypeScript, and cells do without: what they import is loaded as what it is.
 * Only where the text is right without them and wrong with them: they may stand in a string.
 */
function withoutAttributes(code: string): string {
  if (!/\bwith\b/.test(code) || parse(code)) return code;
  const blank = code.replace(attributes, (found) => found.replace(/[^\r\n]/g, " "));
  return blank !== code && parse(blank) ? blank : code;
}

function parse(code: string): ts.SourceFile | undefined {
  const kinds = [ts.ScriptKind.TS, ts.ScriptKind.TSX];
  return kinds
    .map((kind) => ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true, kind))
    .find((file) => inside(file).parseDiagnostics.length === 0);
}

/** `export { a }` has no effect; `export { a } from "x"` imports, which is what a cell can do that is nearest to it. */
function exportDeclaration(
  statement: ts.ExportDeclaration,
  blanks: Blanks,
  declared: ReadonlySet<string>,
): void {
  const { exportClause: clause, moduleSpecifier: source, isTypeOnly } = statement;
  if (!source || (isTypeOnly && !(clause && ts.isNamedExports(clause)))) {
    blanks.statement(statement);
    return;
  }
  const keyword = blanks.keyword(statement, ts.SyntaxKind.ExportKeyword);
  blanks.replace(keyword, "import");
  const names = clause && ts.isNamedExports(clause) ? clause.elements : [];
  const kept = names.filter((element) => specifier(element, blanks, declared));
  const isKept =
    clause && (ts.isNamespaceExport(clause) ? canImport(clause.name, declared) : kept.length > 0);
  if (isKept) return;
  if (isTypeOnly) blanks.statement(statement);
  else blanks.tokens(keyword?.end ?? statement.pos, source.getStart());
}

/** One name of `export { a as b } from "x"`; false: it is blank now, for no variable can have its name. */
function specifier(element: ts.ExportSpecifier, blanks: Blanks, declared: ReadonlySet<string>): boolean {
  if (canImport(element.name, declared)) return true;
  const source = element.propertyName;
  if (source && canImport(source, declared)) {
    blanks.tokens(source.end, element.end);
    return true;
  }
  blanks.tokens(element.getStart(), element.end);
  blanks.commaAfter(element.end);
  return false;
}

function canImport(name: ts.Identifier, declared: ReadonlySet<string>): boolean {
  const kind = ts.identifierToKeywordKind(name);
  const isReserved = kind !== undefined && kind <= ts.SyntaxKind.LastFutureReservedWord;
  return !isReserved && ts.idText(name) !== "await" && !declared.has(ts.idText(name));
}

/** `export default 1` and `export = 1` are the expression. */
function exportAssignment(statement: ts.ExportAssignment, blanks: Blanks): void {
  const { expression } = statement;
  // What stands before may have no semicolon, and `(…)` would call it.
  blanks.replace(blanks.keyword(statement, ts.SyntaxKind.ExportKeyword), ";");
  const sign = statement.isExportEquals ? ts.SyntaxKind.EqualsToken : ts.SyntaxKind.DefaultKeyword;
  // `{ a: 1 }` as a statement would be a block.
  const asValue = /^(?:\{|function\b|class\b|async\s+function\b|let\b)/.test(expression.getText())
    ? "0||"
    : "";
  if (statement.isExportEquals) blanks.replaceEnd(blanks.keyword(statement, sign), "");
  else blanks.replaceEnd(blanks.keyword(statement, sign), asValue);
}

/** `export const`, `export default function name`. */
function modifiers(statement: ts.Statement, blanks: Blanks): void {
  if (!ts.canHaveModifiers(statement)) return;
  const found = ts.getModifiers(statement) ?? [];
  const modifier = (kind: ts.SyntaxKind): ts.Modifier | undefined => found.find((one) => one.kind === kind);
  const exported = modifier(ts.SyntaxKind.ExportKeyword);
  if (!exported) return;
  const isDefault = modifier(ts.SyntaxKind.DefaultKeyword);
  const isNameless = isDefault && "name" in statement && statement.name === undefined;
  blanks.replace(exported, isNameless ? ";" : "");
  // Without a name it is no declaration, but it is a value.
  blanks.replaceEnd(isDefault, isNameless ? "0||" : "");
}

/** What the cell declares itself, imports included: `export { a } from "x"` beside a variable `a` must not declare it again. */
function declaredNames(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (name: ts.Node | undefined): void => {
    if (!name) return;
    if (ts.isIdentifier(name)) names.add(ts.idText(name));
    else if (ts.isObjectBindingPattern(name) || ts.isArrayBindingPattern(name)) {
      name.elements.forEach((one) => ts.isBindingElement(one) && add(one.name));
    }
  };
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement))
      statement.declarationList.declarations.forEach((one) => add(one.name));
    else if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      add(name);
      if (namedBindings && ts.isNamespaceImport(namedBindings)) add(namedBindings.name);
      else namedBindings?.elements.forEach((one) => add(one.name));
    } else if ("name" in statement) add(statement.name as ts.Node | undefined);
  }
  return names;
}
