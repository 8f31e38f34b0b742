/*
 * The tslab that runs this process, if one does. Cells may find another copy of tslab in a project's own
 * node_modules, which would lead nowhere: only the module that the kernel itself has loaded can write.
 */
import { sep } from "node:path";
import type { MimeBundle } from "./mime";

/** Content of a `display_data` message, or with `update` of an `update_display_data`. */
interface DisplayData {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id?: string };
}

/** Writes under the cell that was running when it was asked for, also when that cell has ended. */
export type DisplayWriter = (content: DisplayData, update: boolean) => void;

const moduleName = ["tslab", "dist", "jupyter.js"].join(sep);

/** `undefined` outside of a notebook, and before the first cell. */
export function displayWriter(): DisplayWriter | undefined {
  for (const [path, loaded] of Object.entries(require.cache)) {
    if (!path.endsWith(moduleName)) continue;
    const { lastWriteDisplayData } = (loaded?.exports ?? {}) as {
      lastWriteDisplayData?: DisplayWriter | null;
    };
    if (lastWriteDisplayData) return lastWriteDisplayData;
  }
  return undefined;
}
