/*
 * The project's own TypeScript that cells import: made CommonJS, handed over when it changed.
 */
import { FunctionMarks } from "./emit/function-marks";
import { kindOf } from "./emit/internals";
import { resolvedFile } from "./program/modules";
import { SourceText } from "./texts";
import { hasMarks } from "./texts/mark";
import { inside, ts } from "./typescript";

export interface SideOutput {
  /** Absolute, of the .js that stands for the source. */
  readonly path: string;
  readonly data: string;
  /** What functions of it are asked for; `undefined`: it has none. */
  readonly text: SourceText | undefined;
}

/** The sources that a file imports, directly or not; not itself, not packages, no declarations. */
export function sourcesOf(program: ts.Program, file: ts.SourceFile): ts.SourceFile[] {
  const found = new Set<ts.SourceFile>();
  const visit = (one: ts.SourceFile): void => {
    for (const literal of inside(one).imports ?? []) {
      const target = resolvedFile(one, literal.text);
      const source = target === undefined ? undefined : program.getSourceFile(target);
      if (!source || source === file || found.has(source) || !isProjectSource(source, program)) continue;
      found.add(source);
      visit(source);
    }
  };
  visit(file);
  return [...found];
}

export class SideFiles {
  readonly #handedOver = new Map<string, string>();

  /** The outputs that are new, by path; also of what imports something that changed: it is to be loaded again. */
  outputs(program: ts.Program, sources: readonly ts.SourceFile[]): SideOutput[] {
    const changed = new Set(
      sources.filter((source) => this.#handedOver.get(source.fileName) !== source.text),
    );
    if (changed.size === 0) return [];
    const affected = sources.filter(
      (source) => changed.has(source) || sourcesOf(program, source).some((one) => changed.has(one)),
    );
    return affected
      .map((source) => {
        this.#handedOver.set(source.fileName, source.text);
        const path = source.fileName.replace(/\.[cm]?tsx?$/, ".js");
        return { path, ...toCommonJs(source, program.getCompilerOptions()) };
      })
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}

function isProjectSource(source: ts.SourceFile, program: ts.Program): boolean {
  if (source.isDeclarationFile || program.isSourceFileFromExternalLibrary(source)) return false;
  return /\.[cm]?tsx?$/.test(source.fileName);
}

function toCommonJs(source: ts.SourceFile, options: ts.CompilerOptions): Omit<SideOutput, "path"> {
  const { fileName: name, text } = source;
  const own = new SourceText({ text, name, kind: kindOf(source), options });
  const marks = (context: ts.TransformationContext) => (file: ts.SourceFile) =>
    new FunctionMarks(context, { file, id: own.id, start: 0, end: text.length }).addTo(file);
  const { outputText: data } = ts.transpileModule(text, {
    fileName: name,
    compilerOptions: {
      ...options,
      // CommonJS that leaves `import()` alone, so that packages that are ESM only can be loaded.
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      customConditions: undefined,
      allowImportingTsExtensions: undefined,
      declaration: undefined,
      inlineSourceMap: true,
      inlineSources: true,
    },
    transformers: { before: [importsByRequire], after: [marks] },
  });
  return { data, text: hasMarks(data) ? own : undefined };
}

/** `import(x)` becomes `require.import(x)`: the loader knows the other files, which are on no disk. */
function importsByRequire(context: ts.TransformationContext): (file: ts.SourceFile) => ts.SourceFile {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(node, visit, context);
    if (!ts.isCallExpression(visited) || visited.expression.kind !== ts.SyntaxKind.ImportKeyword)
      return visited;
    const byRequire = factory.createPropertyAccessExpression(factory.createIdentifier("require"), "import");
    return factory.updateCallExpression(visited, byRequire, undefined, visited.arguments);
  };
  return (file) => ts.visitEachChild(file, visit, context);
}
