/*
 * The part of JavaScript's library that TypeScript's own files lack: one more file of declarations, which is on no disk.
 */
import { libraryFolder, ts } from "../typescript";
import { features, type Runtime } from "./features";
import { newerNames, newerPageNames } from "./names";

export interface Library {
  /** Among TypeScript's own, where people look for it who ask where a name is declared. */
  readonly name: string;
  readonly text: string;
}

const newest = "lib.es2023.d.ts";

/**
 * For cells with these options. Names are for everybody; what Node can do is there unless the project's `lib` says that
 * it wants an older JavaScript.
 */
export function newerLibrary(options: ts.CompilerOptions, runtime: Runtime = globalThis): Library {
  const libs = options.lib ?? [];
  const isNewest = libs.some((lib) => lib === newest || lib.startsWith("lib.esnext."));
  const parts = [
    newerNames,
    ...(libs.some((lib) => lib === "lib.dom.d.ts" || lib.endsWith(".full.d.ts")) ? [newerPageNames] : []),
    ...(isNewest ? features.filter((one) => one.isIn(runtime)).map((one) => one.text) : []),
  ];
  return { name: `${libraryFolder}lib.node.d.ts`, text: parts.join("\n") };
}
