/*
 * From a checked cell to the script that runs:
 *
 *   1. TypeScript takes types, enums, namespaces, JSX and decorators away, imports of mere types with them.
 *   2. Names of earlier cells and of packages are written as members of what has them.
 *   3. The last expression is handed over, loops and calls ask whether they are to stop.
 *   4. Functions are marked, so that they can be asked for the text that their author wrote.
 *   5. Before all of it: the packages, and the properties by which later cells see this one's names.
 */
import type { EmitCell, EmittedCell } from "../emit-contract";
import { SourceText } from "../texts";
import type { Constant } from "../texts/erase";
import { hasMarks } from "../texts/mark";
import { ts } from "../typescript";
import { cellMap } from "./cell-map";
import { defineExports, exportedNames } from "./exported";
import { FunctionMarks } from "./function-marks";
import { importEquals, importsOf } from "./imports";
import { emitScript, kindOf } from "./internals";
import { handOverLastValue } from "./last-value";
import { FreeNames, type Surroundings } from "./names";
import { openingOf } from "./opening";
import { References } from "./references";
import { StopChecks } from "./stop-checks";
import { hasTopLevelAwait } from "./top-level-await";

export { neutralise } from "./neutralise";

export const emitCell: EmitCell = (request) => {
  const checker = request.program.getTypeChecker();
  let facts: Omit<EmittedCell, "script" | "map" | "text"> = { isAsync: false, imports: [], names: [] };
  const { cell, program } = request;
  const { characters, lines } = request.before;
  const end = characters + request.length;
  const own = cell.text.slice(characters, end);
  const constants: Constant[] = [];
  const text = new SourceText({
    text: own,
    name: cell.fileName,
    kind: kindOf(cell),
    options: program.getCompilerOptions(),
    constants,
  });
  const onConstant = (one: Constant): number => constants.push(one);
  const marked = { file: cell, id: text.id, start: characters, end, checker, onConstant };

  const after: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const { factory } = context;
    const free = new FreeNames(request.cell);
    const surroundings: Surroundings = {
      exports: free.take("exports"),
      // What a cell evaluates as text may declare any usual name.
      cell: free.take("__cell"),
      stop: free.take("__stop"),
    };
    const imports = importsOf(file, factory, checker, free, surroundings);
    const { previous } = request;
    const references = new References(context, { checker, previous, imported: imports.names, surroundings });
    const names = exportedNames(file, checker);
    const code = file.statements
      .filter((one) => !ts.isImportDeclaration(one) && !ts.isExportDeclaration(one))
      .map(references.replaceIn);
    const isAsync = code.some(hasTopLevelAwait);
    const checks = new StopChecks(context, surroundings);
    const marks = new FunctionMarks(context, marked);
    const checked = code.map((one) => marks.addTo(checks.addTo(one)));
    const body = handOverLastValue(checked, factory, surroundings);
    const definitions = defineExports(names, factory, references, free, surroundings);
    facts = { isAsync, imports: imports.specifiers, names: names.map((one) => one.name) };
    const statements = openingOf(factory, surroundings, [...definitions, ...imports.statements, ...body]);
    return factory.updateSourceFile(file, statements);
  };

  const before: ts.TransformerFactory<ts.SourceFile> = (context) => (file) =>
    importEquals(file, context.factory, checker);

  const { script, map } = emitScript(program, cell, { before: [before], after: [after] });
  const ownMap = cellMap(map, lines, own.split("\n").length);
  return { script, ...facts, map: ownMap, text: hasMarks(script) ? text : undefined };
};
