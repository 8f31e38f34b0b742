import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** `import.meta` of cells: a notebook is a module of its folder, so that `new URL("data.csv", import.meta.url)` is beside it. */
export function importMeta(folder: string, require: NodeJS.Require): Readonly<Record<string, unknown>> {
  return {
    url: pathToFileURL(join(folder, "/")).href,
    dirname: folder,
    main: false,
    resolve(specifier: string): string {
      if (URL.canParse(specifier)) return specifier;
      const found = require.resolve(specifier);
      return found.startsWith("/") || /^[A-Za-z]:/.test(found)
        ? pathToFileURL(found).href
        : `node:${found.replace(/^node:/, "")}`;
    },
  };
}
