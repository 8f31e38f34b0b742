/*
 * What later cells know of a cell that TypeScript could not check: what is written in it as a declaration stays, every
 * value is `any`.
 */
import { inside, ts } from "../typescript";
import type { CellDeclarations } from "./known";
import { meaning } from "./meaning";

const written = ts.SymbolFlags.Alias | ts.SymbolFlags.Enum | ts.SymbolFlags.Namespace;
const onlyType = ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias;

/** As a type a class is `any`, with as many arguments as anybody gives it. */
const anyArguments = "<A = any, B = any, C = any, D = any, E = any>";

/** @param file - bound. */
export function uncheckedDeclarations(file: ts.SourceFile): CellDeclarations {
  const meanings = new Map<string, number>();
  const values: string[] = [];
  inside(file).locals?.forEach((symbol) => {
    const name = ts.symbolName(symbol);
    const isType = (symbol.flags & (onlyType | ts.SymbolFlags.Class)) !== 0;
    const isValue = (symbol.flags & ts.SymbolFlags.Value) !== 0;
    meanings.set(
      name,
      isType === isValue || symbol.flags & written ? meaning.all : isType ? meaning.type : meaning.value,
    );
    if (symbol.flags & written || !isValue) return;
    values.push(`declare let ${name}: any;`);
    if (symbol.flags & ts.SymbolFlags.Class) values.push(`type ${name}${anyArguments} = any;`);
  });
  const declarations = file.statements.filter(isDeclaration).map((one) => asDeclared(one, file));
  return { text: [...declarations, ...values].join("\n"), meanings };
}

function isDeclaration(statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  );
}

function asDeclared(statement: ts.Statement, file: ts.SourceFile): string {
  const text = file.text.slice(statement.pos, statement.end).trim();
  return ts.isEnumDeclaration(statement) && !/\bdeclare\b/.test(text) ? `declare ${text}` : text;
}
