/*
 * Parameters of a notebook, as papermill has them: a cell tagged `parameters` declares them with their
 * defaults; a run with other values puts a cell tagged `injected-parameters` after it that assigns them.
 */
import type TypeScript from "typescript";
import { EspalierError } from "../errors";
import { textOf } from "../notebook/nbformat";
import type { CodeCell, Notebook } from "../notebook/nbformat";
import { suggestion } from "../text/wording";
import { tslabTypeScript } from "./tslab-typescript";

/** A variable of the parameters cell. */
interface Parameter {
  readonly name: string;
  readonly constant: boolean;
  /** Declared as a string, or with a string as its default: a given value is taken as it stands. */
  readonly text: boolean;
}

const parametersTag = "parameters";
const injectedTag = "injected-parameters";

/** `name=value` as given on a command line. */
export function parseSetting(setting: string): [name: string, value: string] {
  const equals = setting.indexOf("=");
  if (equals < 1) {
    throw new EspalierError(`"${setting}" does not set a parameter`, { hint: "write --set name=value" });
  }
  return [setting.slice(0, equals).trim(), setting.slice(equals + 1)];
}

/**
 * Puts the cell with the settings into the notebook; one that an earlier run has put there goes. A value is
 * read as JSON if it is JSON, else it is a string; for a parameter that is a string it is taken as it stands.
 *
 * @throws EspalierError if there is no such parameter, or it cannot be assigned. The notebook is then as it was.
 */
export function injectParameters(notebook: Notebook, settings: ReadonlyMap<string, string>): void {
  const isInjected = (cell: Notebook["cells"][number]): boolean =>
    cell.metadata.tags?.includes(injectedTag) ?? false;
  const declaring = notebook.cells.find(
    (cell): cell is CodeCell =>
      cell.cell_type === "code" && (cell.metadata.tags?.includes(parametersTag) ?? false),
  );
  if (settings.size === 0) {
    notebook.cells = notebook.cells.filter((cell) => !isInjected(cell));
    return;
  }
  if (!declaring) {
    throw new EspalierError("this notebook has no parameters that could be set", {
      hint: `give the cell that declares them the tag "${parametersTag}"`,
    });
  }
  const known = declaredParameters(textOf(declaring.source));
  const lines = [...settings].map(([name, value]) => assignment(name, value, known));
  const cell: CodeCell = {
    cell_type: "code",
    id: injectedTag,
    metadata: { tags: [injectedTag] },
    // In a block, since a cell's last expression is shown.
    source: ["// Set from outside.", "{", ...lines.map((line) => `  ${line}`), "}"].join("\n"),
    outputs: [],
    execution_count: null,
  };
  const cells = notebook.cells.filter((other) => !isInjected(other));
  cells.splice(cells.indexOf(declaring) + 1, 0, cell);
  notebook.cells = cells;
}

/** The variables that a cell declares at its top level, by plain names. */
export function declaredParameters(code: string): Parameter[] {
  const ts = tslabTypeScript();
  const file = ts.createSourceFile("parameters.ts", code, ts.ScriptTarget.ES2022, true);
  return file.statements.flatMap((statement) => {
    if (!ts.isVariableStatement(statement)) return [];
    const constant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    return statement.declarationList.declarations.flatMap((declaration) =>
      ts.isIdentifier(declaration.name)
        ? [{ name: declaration.name.text, constant, text: isString(ts, declaration) }]
        : [],
    );
  });
}

function isString(ts: typeof TypeScript, declaration: TypeScript.VariableDeclaration): boolean {
  if (declaration.type) return declaration.type.kind === ts.SyntaxKind.StringKeyword;
  return declaration.initializer !== undefined && ts.isStringLiteralLike(declaration.initializer);
}

function assignment(name: string, value: string, known: readonly Parameter[]): string {
  const parameter = known.find((candidate) => candidate.name === name);
  if (!parameter) {
    const names = known.map((candidate) => candidate.name);
    throw new EspalierError(`there is no parameter "${name}"`, {
      hint: suggestion(name, names, `declare it in the cell tagged "${parametersTag}"`),
    });
  }
  if (parameter.constant) {
    throw new EspalierError(`the parameter "${name}" is a constant`, { hint: "declare it with let" });
  }
  return `${name} = ${parameter.text ? JSON.stringify(value) : jsonOrString(value)};`;
}

function jsonOrString(value: string): string {
  try {
    return JSON.stringify(JSON.parse(value));
  } catch {
    return JSON.stringify(value);
  }
}
