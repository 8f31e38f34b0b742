/*
 * tslab's TypeScript (a fork of 5.0.4, not the one that builds this project), with what its typings keep to themselves.
 */
import ts from "@tslab/typescript-for-tslab";

/** What a cell's way needs of TypeScript's inside. All of it is there at run time; `checkInternals` makes sure. */
interface Internals {
  bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
  getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
  getSetExternalModuleIndicator(options: ts.CompilerOptions): (file: ts.SourceFile) => void;
}

/** A program's methods that the typings leave out. */
export interface InternalProgram {
  emit(
    file: ts.SourceFile,
    write: ts.WriteFileCallback,
    cancellation: undefined,
    onlyDeclarations: boolean,
    transformers: ts.CustomTransformers,
    /** Write the declarations even where TypeScript cannot name a type. */
    forceDeclarations: boolean,
  ): ts.EmitResult;
}

/** Properties of a parsed (and bound) file that the typings leave out. */
interface InternalSourceFile {
  readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  readonly locals: ReadonlyMap<string, ts.Symbol> | undefined;
  readonly imports: readonly ts.StringLiteralLike[] | undefined;
  readonly resolvedModules:
    | {
        get(
          name: string,
          mode: ts.ResolutionMode,
        ): { resolvedModule?: ts.ResolvedModuleFull } | ts.ResolvedModuleFull | undefined;
      }
    | undefined;
  parent: ts.Node | undefined;
  version?: string;
}

export const internals = ts as unknown as Internals;

/** Where TypeScript's own declarations lie, with a slash at the end. */
export const libraryFolder = ts.getDefaultLibFilePath({}).replace(/[^/\\]*$/, "");

export function inside(file: ts.SourceFile): InternalSourceFile {
  return file as unknown as InternalSourceFile;
}

export { ts };
