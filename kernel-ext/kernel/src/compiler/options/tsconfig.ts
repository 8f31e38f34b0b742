/*
 * The project's tsconfig.json: found, read with all that it extends, and watched by its times of change.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { upward } from "../../loader/bases";
import { slashes } from "../program/places";
import { inside, ts } from "../typescript";
import { cellFiles, filesAsIf } from "./coverage";

export interface ProjectConfig {
  /** The folder of the notebook's nearest tsconfig.json or package.json; the notebook's own without either. */
  readonly folder: string;
  /** What the file says, as TypeScript understands it; `undefined`: there is none that counts. */
  readonly options: ts.CompilerOptions | undefined;
  /** What could not be understood, for people. */
  readonly warnings: readonly string[];
  /** Changes whenever reading again may give something else. */
  readonly stamp: string;
}

const configName = "tsconfig.json";

/**
 * Reads the tsconfig.json that counts for the cells of a notebook in `folder`: the nearest upward that includes TypeScript
 * files of that folder (by `files`, `include` and `exclude`), or a project that it references and that does. tsc and
 * editors choose the settings of a file beside the notebook in the same way. Nothing in these files makes this fail.
 */
export function readProjectConfig(folder: string): ProjectConfig {
  const configs = configsUpward(folder);
  const readFiles: string[] = [];
  const found = configs
    .map((file) => coveringConfig(file, folder, readFiles))
    .find((one) => one !== undefined);
  const nearest =
    configs[0] ??
    upward(folder)
      .map((one) => path.join(one, "package.json"))
      .find(isFile);
  const place = {
    folder: nearest === undefined ? folder : path.dirname(nearest),
    stamp: stampOf(folder, readFiles),
  };
  if (!found) return { ...place, options: undefined, warnings: [] };
  const errors = found.errors.filter((one) => one.code !== noInputs);
  return {
    ...place,
    folder: path.dirname(found.file),
    options: withNewerValues(found.options, errors),
    warnings: errors.length === 0 ? [] : [warningOf(found.file, errors)],
  };
}

interface CoveringConfig {
  readonly file: string;
  readonly options: ts.CompilerOptions;
  readonly errors: readonly ts.Diagnostic[];
}

/** This file or one that it references, whichever includes files of the folder. @param readFiles - gets what was read. */
function coveringConfig(
  file: string,
  folder: string,
  readFiles: string[],
  tried = new Set<string>(),
): CoveringConfig | undefined {
  if (tried.has(file)) return undefined;
  tried.add(file);
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    fileExists: (name) => ts.sys.fileExists(name),
    // To list a whole project takes long, and notebooks are in no such list.
    readDirectory: filesAsIf(folder),
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
    slashes(file),
  );
  const cells = cellFiles(folder);
  if (parsed.fileNames.some((name) => cells.includes(name))) {
    return { file, options: parsed.options, errors: [...inside(source).parseDiagnostics, ...parsed.errors] };
  }
  for (const reference of parsed.projectReferences ?? []) {
    const referenced = ts.resolveProjectReferencePath(reference);
    const found = isFile(referenced) ? coveringConfig(referenced, folder, readFiles, tried) : undefined;
    if (found) return found;
  }
  return undefined;
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

/** Where there is a tsconfig.json (one may come, some day), and the time of every file that was read. */
function stampOf(folder: string, files: readonly string[]): string {
  const times = [...new Set(files)].map((file) => `${timeOf(file)} ${file}`);
  return [configsUpward(folder).join(" "), ...times].join("\n");
}

function timeOf(file: string): string {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs}/${stat.size}` : "gone";
}

function configsUpward(folder: string): string[] {
  return upward(path.resolve(folder))
    .map((one) => path.join(one, configName))
    .filter(isFile);
}

function isFile(name: string): boolean {
  return fs.statSync(name, { throwIfNoEntry: false })?.isFile() === true;
}
