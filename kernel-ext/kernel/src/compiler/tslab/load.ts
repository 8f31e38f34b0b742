/*
 * tslab's own parts, loaded over our TypeScript.
 */
import { createRequire } from "node:module";
import type ts from "@tslab/typescript-for-tslab";
import { installFacade } from "./facade";

/** `tslab/dist/converter.js`. Offsets and places count from 0. */
export interface Converter {
  convert(previous: string, source: string): Conversion;
  inspect(previous: string, source: string, position: number): ts.QuickInfo | undefined;
  complete(previous: string, source: string, position: number): Completion;
  addModule(name: string, content: string, metadata: CodeMetadata): readonly TslabDiagnostic[];
  close(): void;
}

export interface Conversion {
  readonly diagnostics: readonly TslabDiagnostic[];
  readonly output?: string;
  readonly declOutput?: string;
}

export interface TslabDiagnostic {
  readonly start: TslabPosition;
  readonly end: TslabPosition;
  readonly messageText: string;
  readonly code: number;
  readonly fileName?: string;
}

interface TslabPosition {
  readonly offset: number;
  readonly line: number;
  readonly character: number;
}

export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly string[];
  readonly original: ts.CompletionInfo | undefined;
}

/** What comments of a cell ask for: a module of its own, JSX, the browser. */
export interface CodeMetadata {
  readonly module?: string;
  readonly jsx?: boolean;
  readonly mode?: "node" | "browser";
}

interface Tslab {
  createConverter(options: { readonly isJS: boolean }): Converter;
  getCodeMetadata(source: string): CodeMetadata;
  printQuickInfo(info: ts.QuickInfo): string;
}

let loaded: Tslab | undefined;

/** @throws Error if something of it is not as this kernel knows it. */
export function loadTslab(): Tslab {
  if (loaded) return loaded;
  installFacade();
  const require_ = createRequire(__filename);
  const parts = {
    ...(require_("tslab/dist/converter.js") as object),
    ...(require_("tslab/dist/metadata.js") as object),
    ...(require_("tslab/dist/inspect.js") as object),
  } as Partial<Tslab>;
  for (const name of ["createConverter", "getCodeMetadata", "printQuickInfo"] as const) {
    if (typeof parts[name] !== "function") throw new Error(`tslab lacks ${name}: run npm install again.`);
  }
  return (loaded = parts as Tslab);
}
