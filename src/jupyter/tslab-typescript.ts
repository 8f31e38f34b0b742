import { createRequire } from "node:module";
import type TypeScript from "typescript";

/** The compiler inside tslab (a fork of TypeScript 5.0.4 with the same interface): what cells are compiled with. */
export function tslabTypeScript(): typeof TypeScript {
  const load = createRequire(require.resolve("tslab/package.json"));
  return load("@tslab/typescript-for-tslab") as typeof TypeScript;
}
