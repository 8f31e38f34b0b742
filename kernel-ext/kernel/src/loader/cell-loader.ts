import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, isAbsolute, join, resolve } from "node:path";
import type { Loader, LoaderOptions } from "./contract";
import { importOnly, notCompiled, withPlace } from "./errors";
import { EsModules, isEsModule } from "./es-modules";
import type { Importable } from "./es-modules";
import { codeOf, isRelative, locate, locateFile } from "./locate";
import type { Located } from "./locate";
import { toNamespace } from "./namespace";
import type { Namespace } from "./namespace";
import { mappedPaths } from "./path-mapping";
import { SideModules } from "./side-modules";
import type { SideOutput, SideRequire } from "./side-modules";

/** Who asks. */
interface Origin {
  /** The folders to look from; relative paths begin at the first. */
  readonly from: readonly string[];
  /** The side module, if it is one. */
  readonly file?: string;
}

type Found =
  | Located
  | { readonly kind: "side"; readonly path: string }
  | { readonly kind: "given"; readonly value: unknown };

/** What `require` says of modules that `import` can load. */
const importable = new Set<unknown>([
  "ERR_REQUIRE_ESM",
  "ERR_REQUIRE_ASYNC_MODULE",
  "ERR_REQUIRE_CYCLE_MODULE",
]);

/** Newer versions of Node take TypeScript as it is. */
const runsTypeScript = Boolean(Reflect.get(process.features, "typescript"));

export class CellLoader implements Loader {
  readonly require: NodeJS.Require;
  private readonly cells: Origin;
  private readonly native: NodeJS.Require;
  /** What the static imports of cells gave. */
  private readonly loaded = new Map<string, unknown>();
  private readonly esModules = new EsModules();
  private readonly sides = new SideModules((file) => this.requireForSide(file));
  /** While somebody can wait: the modules that are to be imported first. */
  private awaited: Importable[] | undefined;

  constructor(private readonly options: LoaderOptions & { readonly bases: readonly string[] }) {
    this.cells = { from: [...new Set([options.folder, ...options.bases])] };
    this.native = createRequire(join(options.folder, "cell.js"));
    this.require = this.requireForCells();
    this.addSideOutputs(options.sideOutputs ?? []);
  }

  async load(specifiers: readonly string[]): Promise<void> {
    for (const specifier of specifiers) this.loaded.set(specifier, await this.obtain(specifier, this.cells));
  }

  namespace(specifier: string): Namespace {
    return toNamespace(
      this.loaded.has(specifier) ? this.loaded.get(specifier) : this.requireNow(specifier, this.cells),
    );
  }

  import(specifier: unknown, options?: unknown): Promise<Namespace> {
    return this.importFrom(this.cells, specifier, options);
  }

  addSideOutputs(outputs: readonly SideOutput[]): void {
    this.sides.add(outputs);
  }

  private async importFrom(origin: Origin, specifier: unknown, options?: unknown): Promise<Namespace> {
    const text = String(specifier);
    const attributes = (options as ImportCallOptions | undefined)?.with;
    if (attributes === undefined) return toNamespace(await this.obtain(text, origin));
    const found = this.find(text, origin.from);
    const needsThem =
      found.kind === "import" ||
      (found.kind === "file" && (extname(found.path) !== ".json" || attributes.type !== "json"));
    return needsThem
      ? this.esModules.import(found, { with: attributes })
      : toNamespace(await this.obtain(text, origin));
  }

  /** `require` with what needs `import` imported first, wherever on the way it is wanted. */
  private async obtain(specifier: string, origin: Origin): Promise<unknown> {
    for (;;) {
      const outer = this.awaited;
      const awaited: Importable[] = (this.awaited = []);
      try {
        return this.requireNow(specifier, origin);
      } catch (error) {
        if (awaited.length === 0) throw error;
      } finally {
        this.awaited = outer;
      }
      for (const one of awaited) await this.esModules.import(one);
    }
  }

  private requireNow(specifier: string, { from, file }: Origin): unknown {
    const found = this.find(specifier, from);
    switch (found.kind) {
      case "given":
        return found.value;
      case "side":
        return this.sides.load(found.path, file);
      case "builtin":
        return this.native(found.name);
      default:
        return this.esModules.get(found) ?? this.requireLocated(specifier, found);
    }
  }

  private requireLocated(specifier: string, located: Importable): unknown {
    let cause: unknown;
    if (located.kind === "file" && !(this.awaited && this.isNewEsModule(located.path))) {
      try {
        return this.native(located.path);
      } catch (error) {
        if (!importable.has(codeOf(error))) throw withPlace(error);
        cause = error;
      }
    }
    this.awaited?.push(located);
    throw importOnly(specifier, cause);
  }

  /** An ES module that fails under `require` cannot be tried again in any way: `import` is asked first. */
  private isNewEsModule(path: string): boolean {
    return !(path in this.native.cache) && isEsModule(path);
  }

  private find(specifier: string, from: readonly string[]): Found {
    const { replacements, paths } = this.options;
    if (replacements && Object.hasOwn(replacements, specifier)) {
      return { kind: "given", value: replacements[specifier]!() };
    }
    if (isRelative(specifier) || isAbsolute(specifier)) {
      return this.findFile(resolve(from[0]!, specifier)) ?? this.compiled(locate(specifier, from));
    }
    for (const path of paths ? mappedPaths(specifier, paths()) : []) {
      const found = this.findFile(path) ?? locateFile(path);
      if (found) return found.kind === "file" ? this.compiled(found) : found;
    }
    return this.compiled(locate(specifier, from));
  }

  private findFile(path: string): Found | undefined {
    const side = this.sides.find(path) ?? this.sides.find(throughLinks(path));
    return side === undefined ? undefined : { kind: "side", path: side };
  }

  /** A file in TypeScript runs as what the compiler made of it. */
  private compiled(located: Located): Found {
    if (located.kind !== "file") return located;
    const side = this.findFile(located.path);
    if (side) return side;
    if (/\.[cm]?tsx?$/.test(located.path) && !runsTypeScript) throw notCompiled(located.path);
    return located;
  }

  private requireForSide(file: string): SideRequire {
    const origin: Origin = { from: [dirname(file), ...this.cells.from], file };
    return Object.assign((specifier: string) => this.requireNow(specifier, origin), {
      import: (specifier: unknown, options?: unknown) => this.importFrom(origin, specifier, options),
    });
  }

  private requireForCells(): NodeJS.Require {
    const { native } = this;
    const require = (specifier: string): unknown => this.requireNow(specifier, this.cells);
    const resolvePath = (specifier: string, options?: { paths?: string[] }): string => {
      if (options?.paths) return native.resolve(specifier, options);
      const found = this.find(specifier, this.cells.from);
      return found.kind === "file" || found.kind === "side" ? found.path : native.resolve(specifier);
    };
    return Object.assign(require, native, {
      resolve: Object.assign(resolvePath, { paths: (request: string) => native.resolve.paths(request) }),
    });
  }
}

/** The compiler names files by where they really are. */
function throughLinks(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}
