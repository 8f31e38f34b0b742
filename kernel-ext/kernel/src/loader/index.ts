/*
 * Packages and files for cells, while they run. `require` comes first, so that a package is one instance however it is
 * imported; what `require` cannot load is imported.
 */
import { basesOf } from "./bases";
import { CellLoader } from "./cell-loader";
import type { Loader, LoaderOptions } from "./contract";

export type { Loader, LoaderOptions } from "./contract";
export type { Namespace } from "./namespace";
export type { PathOptions } from "./path-mapping";
export type { SideOutput } from "./side-modules";

export function createLoader(options: LoaderOptions): Loader {
  return new CellLoader({ ...options, bases: options.bases ?? basesOf(options.folder) });
}
