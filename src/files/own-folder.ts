/*
 * Folders among the temporary ones that do not outlive their process: it removes them when it ends, and what a process
 * left that was killed, the next one removes.
 */
import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { lifeOf, OWNER, OWNER_PATTERN } from "./owner";

/**
 * A new folder of this process, only for this user, and how to remove it; at the end of the process it is removed at
 * the latest. Those of the same purpose whose processes were killed before they could do so are removed now.
 *
 * @param purpose what its name begins with: `espalier-kernel`
 */
export function temporaryFolder(
  purpose: string,
  parent: string = tmpdir(),
): { readonly path: string; readonly remove: () => void } {
  removeLeftovers(purpose, parent);
  const folder = mkdtempSync(path.join(parent, `${purpose}-${OWNER}-`));
  const remove = (): void => {
    process.off("exit", remove);
    rmSync(folder, { recursive: true, force: true });
  };
  process.on("exit", remove);
  return { path: folder, remove };
}

function removeLeftovers(purpose: string, parent: string): void {
  const name = new RegExp(`^${purpose}-(${OWNER_PATTERN})-\\w{6}$`);
  for (const entry of entriesOf(parent)) {
    const owner = name.exec(entry)?.[1];
    if (owner !== undefined && lifeOf(owner) === "dead") removeOurs(path.join(parent, entry));
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // A folder in which one may make folders and not look.
    return [];
  }
}

/** The temporary folder is everybody's: what another user has put there under such a name stays. */
function removeOurs(folder: string): void {
  try {
    const found = lstatSync(folder);
    if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) return;
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another process was faster.
  }
}
