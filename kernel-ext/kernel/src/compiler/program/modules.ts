/*
 * From a specifier to a file, as a bundler resolves it, with the places of `searchFolders` after one another.
 * What was found is remembered; what was not is looked for again at the next cell: it may have been installed by then.
 */
import { ownFolders, readManifest } from "../../loader/bases";
import { inside, ts } from "../typescript";
import { slashes } from "./places";

type Resolution = ts.ResolvedModuleWithFailedLookupLocations;
type TypesResolution = ts.ResolvedTypeReferenceDirectiveWithFailedLookupLocations;

interface ModulesOptions {
  readonly host: ts.ModuleResolutionHost;
  readonly options: ts.CompilerOptions;
  readonly folders: readonly string[];
}

export class Modules {
  /** TypeScript's own cache, for what packages import of one another. */
  readonly cache: ts.ModuleResolutionCache;
  readonly #request: ModulesOptions;
  readonly #found = new Map<string, Resolution>();
  readonly #types = new Map<string, TypesResolution>();

  constructor(request: ModulesOptions) {
    this.#request = request;
    const first = request.folders[0] ?? "/";
    this.cache = ts.createModuleResolutionCache(first, (name) => name, request.options);
  }

  module(specifier: string, file: ts.SourceFile, mode: ts.ResolutionMode): Resolution {
    const { host, options } = this.#request;
    if (isPackageFile(file.fileName)) {
      return ts.resolveModuleName(specifier, file.fileName, options, host, this.cache, undefined, mode);
    }
    const key = `${folderOf(file.fileName)} ${specifier}`;
    const known = this.#found.get(key);
    if (known?.resolvedModule && host.fileExists(known.resolvedModule.resolvedFileName)) return known;
    const result = this.#search(specifier, file.fileName, mode);
    if (result.resolvedModule) this.#found.set(key, result);
    return result;
  }

  types(name: string, containing: string, mode: ts.ResolutionMode): TypesResolution {
    const { host, options, folders } = this.#request;
    // Whoever asks for Node's types gets the notebook's: two versions of them in one program contradict each other.
    if (name === "node" && folders[0] !== undefined) containing = `${folders[0]}/__types__.ts`;
    const key = `${folderOf(containing)} ${mode ?? ""} ${name}`;
    const known = this.#types.get(key);
    if (known) return known;
    let result = ts.resolveTypeReferenceDirective(
      name,
      containing,
      options,
      host,
      undefined,
      undefined,
      mode,
    );
    for (const folder of folders) {
      if (result.resolvedTypeReferenceDirective) break;
      const from = `${folder}/__types__.ts`;
      result = ts.resolveTypeReferenceDirective(name, from, { ...options, typeRoots: undefined }, host);
    }
    this.#types.set(key, result);
    return result;
  }

  #search(specifier: string, file: string, mode: ts.ResolutionMode): Resolution {
    const { host, options, folders } = this.#request;
    let untyped: Resolution | undefined;
    let first: Resolution | undefined;
    const places = isBare(specifier) ? [file, ...folders.map((folder) => `${folder}/__cell__.ts`)] : [file];
    for (const place of places) {
      const result = ts.resolveModuleName(specifier, place, options, host, undefined, undefined, mode);
      if (result.resolvedModule && isTyped(result.resolvedModule)) return result;
      if (result.resolvedModule) untyped ??= result;
      first ??= result;
    }
    return untyped ?? this.#own(specifier, mode) ?? first ?? { resolvedModule: undefined };
  }

  /** Espalier's own packages by their names, where they lie in no `node_modules`: in a checkout. */
  #own(specifier: string, mode: ts.ResolutionMode): Resolution | undefined {
    const { host, options } = this.#request;
    for (const folder of ownFolders()) {
      const name = readManifest(folder)?.name;
      if (name === undefined || (specifier !== name && !specifier.startsWith(`${name}/`))) continue;
      const place = slashes(folder) + specifier.slice(name.length);
      const result = ts.resolveModuleName(place, place, options, host, undefined, undefined, mode);
      if (result.resolvedModule) return result;
    }
    return undefined;
  }
}

/** The file that a specifier of `file` was resolved to when its program was made. */
export function resolvedFile(file: ts.SourceFile, specifier: string): string | undefined {
  const entry = inside(file).resolvedModules?.get(specifier, undefined);
  if (!entry) return undefined;
  if ("resolvedFileName" in entry) return entry.resolvedFileName;
  return entry.resolvedModule?.resolvedFileName;
}

export function isPackageFile(file: string): boolean {
  return file.includes("/node_modules/") || file.includes("/typescript-for-tslab/lib/");
}

/** The name of a package (or of a part of one), not a path. */
function isBare(specifier: string): boolean {
  return !/^(\.{0,2}\/|\.{1,2}$|[A-Za-z]:[\\/])/.test(specifier);
}

function isTyped(module: ts.ResolvedModuleFull): boolean {
  return ![ts.Extension.Js, ts.Extension.Jsx, ts.Extension.Mjs, ts.Extension.Cjs].some(
    (extension) => (extension as string) === module.extension,
  );
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/"));
}
