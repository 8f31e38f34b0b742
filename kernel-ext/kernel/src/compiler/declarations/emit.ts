/*
 * The declarations of a cell: TypeScript's own, without the exports at its end.
 */
import { type InternalProgram, inside, ts } from "../typescript";
import type { CellDeclarations } from "./known";
import { meaningOf } from "./meaning";

/**
 * What cannot be named (a class inside of a function, a package that nobody depends on) does not fail the cell: its
 * declaration is written all the same, and means `any` where a name in it means nothing.
 */
export function emitDeclarations(program: ts.Program, file: ts.SourceFile): CellDeclarations {
  let text = "";
  (program as unknown as InternalProgram).emit(
    file,
    (name, data) => {
      if (name.endsWith(".d.ts")) text = data;
    },
    undefined,
    true,
    { afterDeclarations: [withoutExports] },
    true,
  );
  const checker = program.getTypeChecker();
  const meanings = new Map<string, number>();
  inside(file).locals?.forEach((symbol, name) =>
    meanings.set(name.replace(/^___/, "__"), meaningOf(checker, symbol)),
  );
  return { text: text + hoistedVariables(checker, file), meanings };
}

/** `for (var i …)`, `if (…) { var x }`: names of the whole cell, of which TypeScript's declarations do not tell. */
function hoistedVariables(checker: ts.TypeChecker, file: ts.SourceFile): string {
  let text = "";
  inside(file).locals?.forEach((symbol) => {
    const declaration = symbol.valueDeclaration;
    if (!declaration || !isHoisted(declaration, file)) return;
    const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
    const written = checker.typeToString(type, file, ts.TypeFormatFlags.NoTruncation);
    text += `declare var ${ts.symbolName(symbol)}: ${written};\n`;
  });
  return text;
}

function isHoisted(declaration: ts.Declaration, file: ts.SourceFile): boolean {
  const variable = ts.isBindingElement(declaration)
    ? ts.walkUpBindingElementsAndPatterns(declaration)
    : declaration;
  if (!ts.isVariableDeclaration(variable)) return false;
  const statement = variable.parent.parent;
  return !(ts.isVariableStatement(statement) && statement.parent === file);
}

/** Takes away `export { … }`: the names of a cell are no exports of a module. */
const withoutExports: ts.TransformerFactory<ts.SourceFile | ts.Bundle> = (context) => (node) =>
  ts.isSourceFile(node)
    ? context.factory.updateSourceFile(
        node,
        node.statements.filter((statement) => !ts.isExportDeclaration(statement)),
        true,
      )
    : node;
