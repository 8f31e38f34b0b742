/*
 * Functions whose text makes code that the author did not write (enums, parameters that are properties, JSX), as TypeScript
 * prints them.
 */
import { ts } from "../typescript";
import { hasText, spanOf } from "./span";

export interface PrintedSource {
  readonly text: string;
  /** As it was parsed. */
  readonly name: string;
  readonly kind: ts.ScriptKind;
  readonly options: ts.CompilerOptions;
}

/** The texts of all functions of a source, by `start:end`. */
export function printedTexts({ text, name, kind, options }: PrintedSource): ReadonlyMap<string, string> {
  const module = `${text}\nexport {};`;
  const { outputText: output } = ts.transpileModule(module, {
    fileName: name.replace(/\.[cm]?[jt]sx?$/, endings[kind] ?? ".ts"),
    compilerOptions: {
      ...options,
      module: ts.ModuleKind.ESNext,
      sourceMap: undefined,
      inlineSourceMap: undefined,
      inlineSources: undefined,
      declaration: undefined,
      removeComments: undefined,
      // The author's names.
      verbatimModuleSyntax: true,
    },
    transformers: { after: [withSigns] },
  });
  const texts = new Map<string, string>();
  const open: number[] = [];
  for (const sign of output.matchAll(signs)) {
    if (sign[1] === undefined) open.push(sign.index + sign[0].length);
    else {
      const found = output.slice(open.pop(), sign.index).replace(signs, "");
      texts.set(sign[1], found.replace(/^(?:export\s+)?(?:default\s+)?(?:static\s+)?/, ""));
    }
  }
  return texts;
}

const endings: Readonly<Partial<Record<ts.ScriptKind, string>>> = {
  [ts.ScriptKind.TSX]: ".tsx",
  [ts.ScriptKind.JSX]: ".jsx",
  [ts.ScriptKind.JS]: ".jsx",
};

/** The printer puts a blank between a comment and what it belongs to. */
const signs = /\/\*text>\*\/ ?| ?\/\*<text (\d+:\d+)\*\//g;

/** Around each function comments, by which it is found in what is printed. */
function withSigns(context: ts.TransformationContext): (file: ts.SourceFile) => ts.SourceFile {
  return (file) => {
    const visit = (node: ts.Node): ts.Node => {
      const visited = ts.visitEachChild(node, visit, context);
      const original = hasText(visited) ? ts.getOriginalNode(visited) : undefined;
      if (!original || !hasText(original) || original.pos < 0) return visited;
      const { start, end } = spanOf(original, file);
      const { MultiLineCommentTrivia: comment } = ts.SyntaxKind;
      // What stands around it belongs to others.
      ts.setEmitFlags(visited, ts.EmitFlags.NoComments);
      ts.addSyntheticLeadingComment(visited, comment, "text>", false);
      return ts.addSyntheticTrailingComment(visited, comment, `<text ${start}:${end}`, false);
    };
    return ts.visitEachChild(file, visit, context);
  };
}
