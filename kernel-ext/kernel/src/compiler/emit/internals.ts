/*
 * What the emit takes from TypeScript's inside: all of it is there in the one version that runs (5.0.4).
 */
import { ts } from "../typescript";

interface InternalChecker {
  /** What a name means at a place, parents of the file included: that is how tslab makes earlier cells visible. */
  resolveName(
    name: string,
    location: ts.Node,
    meaning: number,
    excludeGlobals: boolean,
  ): ts.Symbol | undefined;
}

/** The value that a name stands for where it is written. */
export function resolveValue(checker: ts.TypeChecker, name: ts.Identifier): ts.Symbol | undefined {
  const meaning = ts.SymbolFlags.Value | ts.SymbolFlags.ExportValue | ts.SymbolFlags.Alias;
  return (checker as unknown as InternalChecker).resolveName(ts.idText(name), name, meaning, false);
}

/** All words of a file that are names, wherever. */
export function namesIn(file: ts.SourceFile): ReadonlyMap<string, string> {
  return (file as unknown as { readonly identifiers: ReadonlyMap<string, string> }).identifiers;
}

/** As what a file was parsed. */
export function kindOf(file: ts.SourceFile): ts.ScriptKind {
  return (file as unknown as { readonly scriptKind: ts.ScriptKind }).scriptKind;
}

interface InternalProgram {
  emit(
    file: ts.SourceFile,
    write: ts.WriteFileCallback,
    cancellation: undefined,
    /** 0: the script alone, without declarations. */
    only: 0,
    transformers: ts.CustomTransformers,
  ): ts.EmitResult;
}

/** TypeScript's script of a file, and its source map as JSON. */
export function emitScript(
  program: ts.Program,
  file: ts.SourceFile,
  transformers: ts.CustomTransformers,
): { readonly script: string; readonly map: string | undefined } {
  let script = "";
  let map: string | undefined;
  (program as unknown as InternalProgram).emit(
    file,
    (name, data) => {
      if (name.endsWith(".map")) map = data;
      else script = data;
    },
    undefined,
    0,
    transformers,
  );
  return { script: script.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"), map };
}
