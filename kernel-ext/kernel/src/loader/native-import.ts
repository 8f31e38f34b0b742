import Module from "node:module";
import { join } from "node:path";

/** `import()` as a file of that folder has it: bare specifiers are found from there, relative ones begin there. */
type NativeImport = (
  specifier: string,
  options?: ImportCallOptions,
) => Promise<Readonly<Record<string, unknown>>>;

type CompilableModule = Module & { _compile: (code: string, file: string) => unknown };

const known = new Map<string, NativeImport>();

export function nativeImport(folder: string): NativeImport {
  const found = known.get(folder);
  if (found) return found;
  const file = join(folder, "cell.js");
  const module = new Module(file) as CompilableModule;
  module.filename = file;
  // Compiled as a CommonJS file of that folder: so Node resolves from there, with its own loader.
  module._compile("module.exports = (specifier, options) => import(specifier, options);", file);
  const made = module.exports as NativeImport;
  known.set(folder, made);
  return made;
}
