/*
 * The project's tsconfig.json: found, read with all that it extends, and watched by its times of change.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { ts } from "../typescript";

export interface ProjectConfig {
  /** The folder of the notebook's nearest tsconfig.json or package.json; the notebook's own without either. */
  readonly folder: string;
  /** What the file says, as TypeScript understands it; `undefined`: there is none. */
  readonly options: ts.CompilerOptions | undefined;
  /** What could not be understood, for people. */
  readonly warnings: readonly string[];
  /** Changes whenever reading again may give something else. */
  readonly stamp: string;
}

const configName = "tsconfig.json";

/** Reads the nearest tsconfig.json from `folder` upward. Nothing in it makes this fail. */
export function readProjectConfig(folder: string): ProjectConfig {
  const file = findUpward(folder, configName);
  if (file === undefined) {
    const manifest = findUpward(folder, "package.json");
    const stamp = stampOf(folder, []);
    return { folder: manifest ? path.dirname(manifest) : folder, options: undefined, warnings: [], stamp };
  }
  const readFiles = [file];
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    fileExists: (name) => ts.sys.fileExists(name),
    // Cells are no part of the project's list of files, and to list a whole project takes long.
    readDirectory: () => [],
    readFile(name) {
      readFiles.push(name);
      return ts.sys.readFile(name);
    },
  };
  const { config, error } = ts.readConfigFile(file, (name) => host.readFile(name)) as {
    config: unknown;
    error?: ts.Diagnostic;
  };
  const parsed = ts.parseJsonConfigFileContent(
    config ?? {},
    host,
    path.dirname(file),
    undefined,
    file.replaceAll("\\", "/"),
  );
  const errors = [...(error ? [error] : []), ...parsed.errors].filter((one) => one.code !== noInputs);
  return {
    folder: path.dirname(file),
    options: withNewerValues(parsed.options, errors),
    warnings: errors.length === 0 ? [] : [warningOf(file, errors)],
    stamp: stampOf(folder, readFiles),
  };
}

/** Whether a project that was read before would be read differently now. */
export function configChanged(folder: string, config: ProjectConfig): boolean {
  const files = config.stamp
    .split("\n")
    .slice(1)
    .map((line) => line.slice(line.indexOf(" ") + 1));
  return stampOf(folder, files) !== config.stamp;
}

/** "No inputs were found in config file": there are none because we did not look. */
const noInputs = 18003;
/** "Argument for '--lib' option must be: …": a value that this TypeScript does not know. */
const unknownValue = 6046;

/** What a newer TypeScript knows and this one does not becomes the newest that this one has. */
function withNewerValues(options: ts.CompilerOptions, errors: readonly ts.Diagnostic[]): ts.CompilerOptions {
  const unknown = errors.filter((one) => one.code === unknownValue);
  const about = (option: string): boolean =>
    unknown.some((one) => ts.flattenDiagnosticMessageText(one.messageText, "\n").includes(`'--${option}'`));
  const result = { ...options };
  if (about("lib")) result.lib = [...(options.lib ?? []), "lib.esnext.d.ts"];
  if (about("target")) result.target = ts.ScriptTarget.ESNext;
  return result;
}

function warningOf(file: string, errors: readonly ts.Diagnostic[]): string {
  const lines = errors.map((one) => ts.flattenDiagnosticMessageText(one.messageText, " ").split(": '")[0]);
  return `${file}: parts of it mean nothing to the TypeScript ${ts.version} of the cells and were left out:\n  ${[...new Set(lines)].join("\n  ")}`;
}

/** The folder's own place for a tsconfig.json (there may be one, some day), and every file that was read. */
function stampOf(folder: string, files: readonly string[]): string {
  const nearest = findUpward(folder, configName) ?? "none";
  return [nearest, ...new Set(files)]
    .map((file, index) => (index === 0 ? file : `${timeOf(file)} ${file}`))
    .join("\n");
}

function timeOf(file: string): string {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs}/${stat.size}` : "gone";
}

function findUpward(folder: string, name: string): string | undefined {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    const file = path.join(current, name);
    if (fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
    if (path.dirname(current) === current) return undefined;
  }
}
