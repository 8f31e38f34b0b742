import vm from "node:vm";

interface Search {
  readonly specifier: string;
  /** The folders from which it was looked for. */
  readonly from: readonly string[];
}

/** What a cell wants to import is not there. `code` is Node's, for code that tries several packages. */
class ModuleNotFoundError extends Error {
  override readonly name = "ModuleNotFoundError";
  declare readonly code: "MODULE_NOT_FOUND";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    // Not shown below the message, which says it already.
    for (const [key, value] of Object.entries({ name: this.name, code: "MODULE_NOT_FOUND" })) {
      Object.defineProperty(this, key, { value, enumerable: false });
    }
  }
}

/** @param installFolder where `npm install` would put it. */
export function packageNotFound({ specifier, from }: Search, name: string, installFolder: string): Error {
  return new ModuleNotFoundError(
    [
      `cannot find the package "${name}"${specifier === name ? "" : ` (for "${specifier}")`}`,
      `  looked for in node_modules upward from: ${from.join(", ")}`,
      `  ${installing(name, installFolder)}`,
    ].join("\n"),
  );
}

export function installing(name: string, folder: string): string {
  return `to install it: npm install ${name}   in ${folder}`;
}

/** The package is there, but not what is wanted of it. */
export function partNotFound(specifier: string, folder: string, cause: unknown): Error {
  const what = `the package in ${folder} has nothing that "${specifier}" names`;
  return new ModuleNotFoundError(`${what}: is it built and wholly installed?`, { cause });
}

export function fileNotFound(specifier: string, folder: string): Error {
  return new ModuleNotFoundError(
    `cannot find the file "${specifier}" from ${folder}, with .ts, .js or .json at its end or not`,
  );
}

export function notCompiled(path: string): Error {
  return new ModuleNotFoundError(
    `${path} is TypeScript that was not compiled with the cell: import it by a name that stands in the cell as ` +
      `text, as in import("./file")`,
  );
}

export function importOnly(specifier: string, cause: unknown): Error {
  const message =
    `"${specifier}" is an ES module that require cannot load: write import … from "${specifier}" ` +
    `or await import("${specifier}")`;
  return Object.assign(new Error(message, { cause }), { code: "ERR_REQUIRE_ESM" });
}

const namesItsPlace = /^\S.*:\d+$/;
const thrown = "__espalier_thrown__";

/**
 * Node keeps file and line of a syntax error in an ES module to itself until it ends the process with it. A script that
 * throws it once more, with `displayErrors`, makes Node write them at the head of the stack, as `require` does for CommonJS.
 */
export function withPlace(error: unknown): unknown {
  if (!(error instanceof SyntaxError) || namesItsPlace.test(error.stack?.split("\n", 1)[0] ?? ""))
    return error;
  Object.defineProperty(globalThis, thrown, { value: error, configurable: true });
  try {
    vm.runInThisContext(`throw ${thrown}`, { displayErrors: true });
  } catch {
    // The error itself, its stack completed.
  } finally {
    Reflect.deleteProperty(globalThis, thrown);
  }
  return error;
}
