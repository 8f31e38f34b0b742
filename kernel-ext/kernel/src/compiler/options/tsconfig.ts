/*
 * The project's tsconfig.json: found, read with all that it extends, and watched by its times of change.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { inside, ts } from "../typescript";

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
  const source = ts.readJsonConfigFile(file, (name) => host.readFile(name));
  const parsed = ts.parseJsonSourceFileConfigFileContent(
    source,
    host,
    path.dirname(file),
    undefined,
    file.replaceAll("\\", "/"),
  );
  const found = [...inside(source).parseDiagnostics, ...parsed.errors];
  const errors = found.filter((one) => one.code !== noInputs);
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

/** File, line, and what is not heeded there. */
function warningOf(file: string, errors: readonly ts.Diagnostic[]): string {
  const lines = errors.map((one) => {
    const place = one.file && one.start !== undefined ? placeOf(one.file, one.start) : file;
    const text = one.file?.text.slice(one.start, (one.start ?? 0) + (one.length ?? 0)) ?? "this";
    const [message = ""] = ts.flattenDiagnosticMessageText(one.messageText, " ").split(": '");
    // Its message lists all the values that there are.
    return `  ${place} - ${one.code === unknownValue ? `${text} is not known: ${optionOf(message)}` : message}`;
  });
  const head = `TypeScript ${ts.version}, which checks the cells, leaves out parts of ${file}:`;
  return [head, ...new Set(lines)].join("\n");
}

function placeOf(file: ts.SourceFile, start: number): string {
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1}`;
}

/** What is done instead. */
function optionOf(message: string): string {
  const option = /'--(\w+)'/.exec(message)?.[1] ?? "the option";
  return option === "lib" || option === "target"
    ? `the newest that there is stands in for it in "${option}"`
    : `"${option}" is as if it were not set`;
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
