/*
 * ES modules that were imported, kept by where they lie: who requires one later gets it at once.
 */
import { dirname, extname } from "node:path";
import { pathToFileURL } from "node:url";
import { nearestManifest } from "./bases";
import { withPlace } from "./errors";
import type { Located } from "./locate";
import type { Namespace } from "./namespace";
import { nativeImport } from "./native-import";

export type Importable = Exclude<Located, { kind: "builtin" }>;

export class EsModules {
  private readonly namespaces = new Map<string, Namespace>();
  /** How often each file failed: Node keeps a failure for ever, so a new try needs a new name. */
  private readonly failures = new Map<string, number>();

  get(located: Importable): Namespace | undefined {
    return this.namespaces.get(keyOf(located));
  }

  /** @throws what Node or the module throws; a syntax error with its place. */
  async import(located: Importable, options?: ImportCallOptions): Promise<Namespace> {
    const key = keyOf(located);
    const tries = this.failures.get(key) ?? 0;
    try {
      const namespace =
        located.kind === "file"
          ? await nativeImport(dirname(located.path))(urlOf(located.path, tries), options)
          : await nativeImport(located.folder)(located.specifier, options);
      this.namespaces.set(key, namespace);
      return namespace;
    } catch (error) {
      this.failures.set(key, tries + 1);
      throw withPlace(error);
    }
  }
}

/** Whether Node takes a file for an ES module by its name alone. */
export function isEsModule(path: string): boolean {
  const extension = extname(path);
  if (extension === ".mjs") return true;
  return extension === ".js" && nearestManifest(dirname(path))?.manifest.type === "module";
}

function keyOf(located: Importable): string {
  return located.kind === "file" ? located.path : `${located.folder}\0${located.specifier}`;
}

function urlOf(path: string, tries: number): string {
  const url = pathToFileURL(path);
  if (tries > 0) url.search = `try=${tries + 1}`;
  return url.href;
}
