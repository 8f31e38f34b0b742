/*
 * From a line of the JavaScript that tslab runs back to the line of the cell. tslab keeps no source map, so
 * its two steps (TypeScript to a module, module to CommonJS) are done once more, with maps. Only done when a
 * cell has failed: it takes a second.
 */
import { SourceMap } from "node:module";
import type { SourceMapPayload } from "node:module";
import { join } from "node:path";
import type TypeScript from "typescript";
import { tslabTypeScript } from "./tslab-typescript";

/** A place in a text: line and, where it is known, column, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column?: number;
}

type ExactPlace = Required<Place>;

type BoundFile = TypeScript.SourceFile & { readonly locals?: ReadonlyMap<string, unknown> };

/** What tslab puts before a cell, so that every cell is a module. */
const prefix = "export {};\n";

/** A cell as tslab compiles it: its JavaScript and the way back. */
export class CompiledCell {
  private constructor(
    /** The JavaScript, line for line as tslab runs it. */
    readonly output: string,
    private readonly toModule: SourceMap,
    private readonly toCell: SourceMap,
    /** How many lines the cell has; what comes from further down is what was added to it. */
    private readonly lines: number,
  ) {}

  /**
   * @param code the cell.
   * @param folder the kernel's working folder: where imports are resolved from.
   */
  static compile(code: string, folder: string): CompiledCell | undefined {
    const ts = tslabTypeScript();
    const file = join(folder, "__espalier_cell__.ts").replaceAll("\\", "/");
    const bound = boundFile(ts, file, prefix + code);
    const names = [...(bound.locals?.keys() ?? [])];
    const stage = emitModule(ts, file, `${prefix}${code}\nexport {${names.join(", ")}}`);
    if (!stage) return undefined;
    // tslab keeps the value of a last expression in an export, which shows in the line of declarations above.
    const ending = bound.statements.at(-1);
    const rest = ending && ts.isExpressionStatement(ending) ? "\nexport const tsLastExpr = 0;" : "";
    const last = ts.transpileModule(stage.text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n") + rest, {
      fileName: "custom.js",
      compilerOptions: { ...commonOptions(ts), module: ts.ModuleKind.CommonJS },
    });
    return new CompiledCell(
      last.outputText,
      mapOf(last.sourceMapText ?? ""),
      mapOf(stage.map),
      code.split("\n").length,
    );
  }

  /** Where in the cell that place of the JavaScript comes from; none for what tslab has added. */
  original(place: ExactPlace): ExactPlace | undefined {
    const inModule = origin(this.toModule, place);
    const inCell = inModule && origin(this.toCell, inModule);
    return inCell && inCell.line > 1 && inCell.line <= this.lines + 1
      ? { line: inCell.line - 1, column: inCell.column }
      : undefined;
  }
}

function commonOptions(ts: typeof TypeScript): TypeScript.CompilerOptions {
  return {
    target: ts.ScriptTarget.ES2022,
    esModuleInterop: true,
    newLine: ts.NewLineKind.LineFeed,
    // What tslab sets; later compilers have dropped it.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    noImplicitUseStrict: true,
    experimentalDecorators: true,
    jsx: ts.JsxEmit.React,
    sourceMap: true,
  };
}

/** tslab's options, as far as they change what is emitted: which imports are types depends on resolving them. */
function build(ts: typeof TypeScript, file: string, text: string): TypeScript.Program {
  const options: TypeScript.CompilerOptions = {
    ...commonOptions(ts),
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    resolveJsonModule: true,
    skipLibCheck: true,
    noLib: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const cell: Partial<TypeScript.CompilerHost> = {
    getSourceFile: (name, version) =>
      name === file ? ts.createSourceFile(name, text, version, true) : host.getSourceFile(name, version),
    fileExists: (name) => name === file || host.fileExists(name),
    readFile: (name) => (name === file ? text : host.readFile(name)),
  };
  return ts.createProgram([file], options, { ...host, ...cell });
}

function boundFile(ts: typeof TypeScript, file: string, text: string): BoundFile {
  const built = build(ts, file, text);
  built.getTypeChecker();
  return built.getSourceFile(file)!;
}

function emitModule(
  ts: typeof TypeScript,
  file: string,
  text: string,
): { text: string; map: string } | undefined {
  const built = build(ts, file, text);
  let output: string | undefined;
  let map: string | undefined;
  built.emit(built.getSourceFile(file), (name, data) => {
    if (name.endsWith(".map")) map = data;
    else if (name.endsWith(".js")) output = data;
  });
  return output !== undefined && map !== undefined ? { text: output, map } : undefined;
}

function mapOf(text: string): SourceMap {
  return new SourceMap(JSON.parse(text) as SourceMapPayload);
}

function origin(map: SourceMap, place: ExactPlace): ExactPlace | undefined {
  const entry = map.findEntry(place.line - 1, place.column - 1);
  return "originalLine" in entry && entry.generatedLine === place.line - 1
    ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
    : undefined;
}
