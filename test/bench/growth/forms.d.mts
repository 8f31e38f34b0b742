import type { GraphSpec } from "../../../src/spec/index.js";

export const forms: Readonly<
  Record<string, { readonly spec: (size: number) => GraphSpec; readonly runs: boolean }>
>;
