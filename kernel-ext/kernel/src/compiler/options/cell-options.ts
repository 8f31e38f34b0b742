/*
 * The compiler options of cells: the project's, with what cannot hold in a cell overridden.
 */
import { ts } from "../typescript";
import type { ProjectConfig } from "./tsconfig";

interface CellOptionsRequest {
  readonly config: ProjectConfig;
  readonly language: "typescript" | "javascript";
  readonly transpileOnly: boolean;
  /** Packages of global types to load, and the folders where the project keeps such. */
  readonly types: readonly string[];
  readonly typeRoots: readonly string[];
}

/** What cells get where no tsconfig.json says anything: tslab's own choice, and the library of the oldest Node that runs them. */
const defaults: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  experimentalDecorators: true,
};

/** Top-level await needs it: what is older is raised to it. */
const oldestTarget = ts.ScriptTarget.ES2017;

export function cellOptions(request: CellOptionsRequest): ts.CompilerOptions {
  const { config, language, transpileOnly } = request;
  const project = config.options ?? defaults;
  return {
    ...project,
    jsx: jsxOf(project.jsx),
    esModuleInterop: project.esModuleInterop ?? true,
    resolveJsonModule: true,
    target: targetOf(project.target),
    lib: project.lib ?? ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    types: [...request.types],
    typeRoots: [...request.typeRoots],
    ...ownChoice,
    customConditions: [...new Set([...(project.customConditions ?? []), "node"])],
    ...(language === "javascript" ? javascript : {}),
    ...(transpileOnly ? withoutTypes : {}),
  };
}

/** What a cell cannot do without, whatever the project says. `undefined` takes an option away. */
const ownChoice: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Auto,
  allowImportingTsExtensions: true,
  allowSyntheticDefaultImports: undefined,
  declaration: true,
  declarationMap: undefined,
  emitDeclarationOnly: undefined,
  skipLibCheck: true,
  skipDefaultLibCheck: undefined,
  newLine: ts.NewLineKind.LineFeed,
  noImplicitUseStrict: undefined,
  checkJs: undefined,
  // The last expression of a cell is its value; a name that this cell does not use is there for the next.
  allowUnusedLabels: undefined,
  noUnusedLocals: undefined,
  noUnusedParameters: undefined,
  noEmit: undefined,
  noEmitOnError: undefined,
  noEmitHelpers: undefined,
  importHelpers: undefined,
  stripInternal: undefined,
  removeComments: undefined,
  isolatedModules: undefined,
  verbatimModuleSyntax: undefined,
  importsNotUsedAsValues: undefined,
  preserveValueImports: undefined,
  composite: undefined,
  incremental: undefined,
  tsBuildInfoFile: undefined,
  disableSourceOfProjectReferenceRedirect: undefined,
  outFile: undefined,
  out: undefined,
  outDir: undefined,
  rootDir: undefined,
  rootDirs: undefined,
  declarationDir: undefined,
  // Stacks of cells name lines of cells.
  sourceMap: true,
  inlineSourceMap: undefined,
  inlineSources: undefined,
  sourceRoot: undefined,
  mapRoot: undefined,
  noResolve: undefined,
  noLib: undefined,
  configFilePath: undefined,
};

/** TypeScript refuses to write a script over its source, even if it is not to write at all: it goes elsewhere in name. */
const javascript: ts.CompilerOptions = { allowJs: true, outDir: "__cells__" };

/** As fast as it gets: no library, no package is read. */
const withoutTypes: ts.CompilerOptions = { noLib: true, noResolve: true, types: [], lib: undefined };

function targetOf(target: ts.ScriptTarget = ts.ScriptTarget.ES2022): ts.ScriptTarget {
  return target < oldestTarget ? oldestTarget : target;
}

/** What a cell runs must be JavaScript: JSX cannot be preserved. */
function jsxOf(jsx: ts.JsxEmit | undefined): ts.JsxEmit {
  return jsx === undefined || jsx === ts.JsxEmit.Preserve || jsx === ts.JsxEmit.ReactNative
    ? ts.JsxEmit.React
    : jsx;
}
