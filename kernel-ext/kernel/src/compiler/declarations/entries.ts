/*
 * The declarations of a cell (a .d.ts), taken apart into what can be kept and forgotten by itself.
 */
import { referencesIn } from "../program/references";
import { ts } from "../typescript";
import { meaning } from "./meaning";

/** One declaration of one name. Overloads and merged interfaces are several entries. */
export interface Entry {
  /** `undefined`: declares nothing here (an augmentation of a module, an import for its effects). */
  readonly name: string | undefined;
  readonly meaning: number;
  readonly text: string;
}

/** @param meanings - of the cell's names; what is not in it may be both value and type. */
export function entriesOf(declarations: string, meanings: ReadonlyMap<string, number>): Entry[] {
  const file = ts.createSourceFile("cell.d.ts", declarations, ts.ScriptTarget.Latest, true);
  const named = (name: string, text: string, known: number = meaning.all): Entry => ({
    name,
    meaning: (meanings.get(name) ?? known) & known || known,
    text,
  });
  return [
    ...referencesIn(declarations).map(unnamed),
    ...file.statements.flatMap((statement) => entriesOfStatement(statement, file, named)),
  ];
}

type Named = (name: string, text: string, known?: number) => Entry;

function entriesOfStatement(statement: ts.Statement, file: ts.SourceFile, named: Named): Entry[] {
  if (ts.isVariableStatement(statement)) return variables(statement, file, named);
  if (ts.isImportDeclaration(statement)) return imports(statement, file, named);
  const text = declared(statement, file);
  if (ts.isImportEqualsDeclaration(statement)) return [named(statement.name.text, text)];
  if (ts.isFunctionDeclaration(statement))
    return nameOf(statement, (name) => named(name, text, meaning.value));
  if (ts.isClassDeclaration(statement)) return nameOf(statement, (name) => named(name, text));
  if (ts.isEnumDeclaration(statement)) return [named(statement.name.text, text)];
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
    return [named(statement.name.text, text, meaning.type)];
  }
  if (ts.isModuleDeclaration(statement)) {
    if (statement.flags & ts.NodeFlags.GlobalAugmentation) return globals(statement, file);
    return ts.isIdentifier(statement.name) ? [named(statement.name.text, text)] : [unnamed(text)];
  }
  return [];
}

function variables(statement: ts.VariableStatement, file: ts.SourceFile, named: Named): Entry[] {
  const list = statement.declarationList;
  const keyword = list.flags & ts.NodeFlags.Const ? "const" : list.flags & ts.NodeFlags.Let ? "let" : "var";
  const comment = commentOf(statement, file);
  return list.declarations.flatMap((one) =>
    ts.isIdentifier(one.name)
      ? [named(one.name.text, `${comment}declare ${keyword} ${one.getText(file)};`, meaning.value)]
      : [],
  );
}

/** Each name by itself, so that it can be forgotten alone. */
function imports(statement: ts.ImportDeclaration, file: ts.SourceFile, named: Named): Entry[] {
  const clause = statement.importClause;
  const from = statement.moduleSpecifier.getText(file);
  if (!clause) return [unnamed(`import ${from};`)];
  const keyword = clause.isTypeOnly ? "import type" : "import";
  const result: Entry[] = [];
  if (clause.name) result.push(named(clause.name.text, `${keyword} ${clause.name.text} from ${from};`));
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) {
    result.push(named(bindings.name.text, `${keyword} ${bindings.getText(file)} from ${from};`));
  }
  if (bindings && ts.isNamedImports(bindings)) {
    for (const one of bindings.elements) {
      result.push(named(one.name.text, `${keyword} { ${one.getText(file)} } from ${from};`));
    }
  }
  return result;
}

/** What a cell declared for the whole world: each declaration under a name of its own, which no cell's name can be. */
function globals(statement: ts.ModuleDeclaration, file: ts.SourceFile): Entry[] {
  return innerStatements(statement).map((inner) => ({
    name: globalName(inner),
    meaning: meaning.all,
    text: `declare global {\n${inner.getFullText(file).trim()}\n}`,
  }));
}

/** The names of entries that the text of a cell is going to declare for the whole world. */
export function globalNames(code: string): ReadonlySet<string> {
  if (!/\bdeclare\s+global\b/.test(code)) return new Set();
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  const names = file.statements
    .filter((one) => ts.isModuleDeclaration(one) && one.flags & ts.NodeFlags.GlobalAugmentation)
    .flatMap((one) => innerStatements(one as ts.ModuleDeclaration).map(globalName));
  return new Set(names.filter((name) => name !== undefined));
}

function innerStatements(statement: ts.ModuleDeclaration): readonly ts.Statement[] {
  return statement.body && ts.isModuleBlock(statement.body) ? statement.body.statements : [];
}

/** The name of an entry that declares a global. */
function globalName(statement: ts.Statement): string | undefined {
  if (ts.isVariableStatement(statement)) {
    return `global ${statement.declarationList.declarations.map((one) => one.name.getText()).join(",")}`;
  }
  const name = (statement as unknown as { readonly name?: ts.Node }).name;
  return name ? `global ${name.getText()}` : undefined;
}

function unnamed(text: string): Entry {
  return { name: undefined, meaning: meaning.all, text };
}

function nameOf(statement: { readonly name?: ts.Identifier }, make: (name: string) => Entry): Entry[] {
  return statement.name ? [make(statement.name.text)] : [];
}

/** The statement as it stands in a module that exports nothing: `export` away, `declare` there. */
function declared(statement: ts.Statement, file: ts.SourceFile): string {
  const modifiers = (ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined) ?? [];
  const kept = modifiers.filter(
    (one) =>
      one.kind !== ts.SyntaxKind.ExportKeyword &&
      one.kind !== ts.SyntaxKind.DefaultKeyword &&
      one.kind !== ts.SyntaxKind.DeclareKeyword,
  );
  const start = modifiers.at(-1)?.end ?? statement.getStart(file);
  const words = [...kept.map((one) => one.getText(file)), file.text.slice(start, statement.end).trim()];
  const isImport = ts.isImportEqualsDeclaration(statement);
  return `${commentOf(statement, file)}${isImport ? "" : "declare "}${words.join(" ")}`;
}

function commentOf(statement: ts.Statement, file: ts.SourceFile): string {
  const text = file.text.slice(statement.getFullStart(), statement.getStart(file)).trim();
  return text === "" ? "" : `${text}\n`;
}
