/*
 * A notebook without a kernel: cells go through the compiler and, where a test asks for it, are run.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { createCompiler } from "../../../kernel-ext/kernel/src/compiler";
import {
  type CompiledCell,
  type CompilerOptions,
  TypeScriptError,
} from "../../../kernel-ext/kernel/src/compiler/contract";

export type Files = Readonly<Record<string, string>>;

/** A folder with these files, gone when the test is over. */
export function folderOf(files: Files = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "espalier-cells-")));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, text] of Object.entries(files)) write(folder, name, text);
  return folder;
}

export function write(folder: string, name: string, text: string): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

export interface Session {
  readonly compiler: ReturnType<typeof createCompiler>;
  readonly folder: string;
  /** Compiles and commits. */
  readonly cell: (code: string) => CompiledCell;
  /** The numbers of TypeScript's complaints, in the order of the text; none if the cell is right, which commits it. */
  readonly errors: (code: string) => readonly number[];
}

/** @param within - the notebook's folder, inside of the folder of the files. */
export function session(files: Files = {}, options: Partial<CompilerOptions> = {}, within = ""): Session {
  const folder = join(folderOf(files), within);
  mkdirSync(folder, { recursive: true });
  const compiler = createCompiler({ language: "typescript", transpileOnly: false, ...options, folder });
  onTestFinished(() => {
    compiler.close();
  });
  const cell = (code: string): CompiledCell => {
    const compiled = compiler.compile(code);
    compiler.commit(compiled);
    return compiled;
  };
  const errors = (code: string): readonly number[] => complaints(() => cell(code)).map((one) => one.code);
  return { compiler, folder, cell, errors };
}

/** What TypeScript says; anything but a `TypeScriptError` goes through. */
export function complaints(run: () => unknown): TypeScriptError["diagnostics"] {
  try {
    run();
    return [];
  } catch (error) {
    if (error instanceof TypeScriptError) return error.diagnostics;
    throw error;
  }
}
