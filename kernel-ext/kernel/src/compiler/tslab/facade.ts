/*
 * tslab takes TypeScript from `require`. Before it does, what `require` gives is replaced by a copy of it in which the program
 * is ours. tslab itself stays as it was installed.
 */
import { createRequire } from "node:module";
import * as path from "node:path";
import { ts } from "../typescript";

/** What of TypeScript we do for tslab. One of these for each converter. */
export interface Replacement {
  /** tslab takes it for the folder of its files. */
  folder(): string;
  createWatchCompilerHost(rootFiles: readonly string[], options: unknown, system: ts.System): WatchHost;
  createWatchProgram(host: WatchHost): WatchProgram;
  getPreEmitDiagnosticsOfFiles(
    program: ts.Program,
    files: readonly ts.SourceFile[],
  ): readonly ts.Diagnostic[];
  /** Lets completions of import paths see the disk. */
  readonly completionHost: CompletionHost;
}

/** As much of a language service's host as completions ask for. */
type CompletionHost = Pick<
  ts.LanguageServiceHost,
  | "getCompilationSettings"
  | "getDirectories"
  | "readDirectory"
  | "directoryExists"
  | "fileExists"
  | "readFile"
  | "getCurrentDirectory"
>;

export interface WatchHost {
  /** tslab sets it. */
  afterProgramCreate?: (builder: CellBuilder) => void;
}

export interface WatchProgram {
  updateRootFileNames(names: readonly string[]): void;
  close(): void;
}

/** What tslab calls of a builder program. */
export interface CellBuilder {
  getSourceFile(name: string): ts.SourceFile | undefined;
  getProgram(): ts.Program;
  getAllDependencies(file: ts.SourceFile): readonly string[];
  emit(file: ts.SourceFile, write: (name: string, text: string) => void): void;
}

const supported = "1.0.22";
const require_ = createRequire(__filename);

/** Functions of tslab's TypeScript without which nothing here works. */
const neededOfTypeScript = [
  "bindSourceFile",
  "createProgram",
  "createWatchCompilerHost",
  "createWatchProgram",
  "findPrecedingToken",
  "getPreEmitDiagnosticsOfFiles",
  "getQuickInfoAtPosition",
  "getSetExternalModuleIndicator",
  "parseIsolatedJSDocComment",
  "transpileModule",
] as const;

/** The converter that is being created or used: calls of TypeScript's functions come without a name. */
let current: Replacement | undefined;
let installed = false;

/** Runs something of tslab with TypeScript's functions replaced. */
export function withReplacement<T>(replacement: Replacement, run: () => T): T {
  const before = current;
  current = replacement;
  try {
    return run();
  } finally {
    current = before;
  }
}

/**
 * Puts the copy where `require` finds it. Once in a process.
 *
 * @throws Error if tslab is another one than this was written for, or was loaded already.
 */
export function installFacade(): void {
  if (installed) return;
  const manifest = require_.resolve("tslab/package.json");
  const { version } = require_(manifest) as { version: string };
  if (version !== supported) {
    throw new Error(
      `The kernel works with tslab ${supported}, but ${manifest} is ${version}: run npm install again.`,
    );
  }
  const folder = path.join(path.dirname(manifest), "dist") + path.sep;
  const early = Object.keys(require_.cache).find(
    (file) => file.startsWith(folder) && !file.endsWith("jupyter.js"),
  );
  if (early !== undefined) {
    throw new Error(
      `${early} was loaded before the kernel: nothing may require tslab ahead of the kernel's compiler.`,
    );
  }
  const missing = neededOfTypeScript.filter((name) => !(name in ts));
  if (missing.length > 0 || typeof ts.Completions.getCompletionsAtPositionForTslab !== "function") {
    throw new Error(`@tslab/typescript-for-tslab lacks ${missing.join(", ")}: run npm install again.`);
  }
  // As tslab itself sees it: it may have one of its own beneath it.
  const file = createRequire(folder).resolve("@tslab/typescript-for-tslab");
  createRequire(folder)(file);
  const module = require_.cache[file];
  if (!module) throw new Error(`${file} is not in the cache of modules that were loaded.`);
  module.exports = makeFacade();
  installed = true;
}

function makeFacade(): object {
  const descriptors = Object.getOwnPropertyDescriptors(ts) as unknown as Record<string, PropertyDescriptor>;
  const replace = (name: string, value: unknown): void => {
    descriptors[name] = { value, enumerable: true, writable: true, configurable: true };
  };
  replace("sys", makeSystem());
  replace("createWatchCompilerHost", (roots: readonly string[], options: unknown, system: ts.System) =>
    now().createWatchCompilerHost(roots, options, system),
  );
  replace("createWatchProgram", (host: WatchHost) => now().createWatchProgram(host));
  replace("getPreEmitDiagnosticsOfFiles", (program: ts.Program, files: readonly ts.SourceFile[]) =>
    now().getPreEmitDiagnosticsOfFiles(program, files),
  );
  replace("getPreEmitDiagnostics", (program: ts.Program, file: ts.SourceFile) =>
    now().getPreEmitDiagnosticsOfFiles(program, [file]),
  );
  replace("Completions", completionsWithDisk());
  // What the cell became is finished: tslab would make CommonJS of it.
  replace("transpileModule", (text: string, options: ts.TranspileOptions) =>
    options.fileName === "custom.js" ? { outputText: text } : ts.transpileModule(text, options),
  );
  return Object.defineProperties({}, descriptors);
}

/** tslab gives them an empty host, with which no file can be found. */
function completionsWithDisk(): object {
  const original = ts.Completions.getCompletionsAtPositionForTslab;
  const descriptors = Object.getOwnPropertyDescriptors(ts.Completions) as unknown as Record<
    string,
    PropertyDescriptor
  >;
  descriptors.getCompletionsAtPositionForTslab = {
    enumerable: true,
    value: (_empty: unknown, ...rest: CompletionArguments) =>
      original(now().completionHost as ts.LanguageServiceHost, ...rest),
  };
  return Object.defineProperties({}, descriptors);
}

type CompletionArguments =
  Parameters<typeof ts.Completions.getCompletionsAtPositionForTslab> extends [unknown, ...infer Rest]
    ? Rest
    : never;

/** TypeScript's system without watchers: they would keep the process alive. */
function makeSystem(): ts.System {
  const system = Object.create(ts.sys) as ts.System;
  system.newLine = "\n";
  system.getCurrentDirectory = () => now().folder();
  system.watchFile = () => ({ close: () => undefined });
  return system;
}

function now(): Replacement {
  if (!current) throw new Error("tslab's TypeScript was used outside of the kernel's compiler.");
  return current;
}
