import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";

/** A folder for one test file's data, gone when its tests are done. */
export function temporaryFolder(): {
  at: (...names: string[]) => string;
  put: (name: string, content: string | Uint8Array) => string;
} {
  const folder = mkdtempSync(path.join(tmpdir(), "espalier-data-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const at = (...names: string[]) => path.join(folder, ...names);
  function put(name: string, content: string | Uint8Array): string {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), content);
    return at(name);
  }
  return { at, put };
}
