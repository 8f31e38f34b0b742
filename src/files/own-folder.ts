import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { lifeOf, OWNER, OWNER_PATTERN } from "./owner";

/**
 * A new folder of this process among the temporary ones. Those of the same purpose whose processes were killed before
 * they could remove them are removed.
 *
 * @param purpose what its name begins with: `espalier-kernel`
 */
export function temporaryFolder(purpose: string): string {
  const parent = tmpdir();
  const name = new RegExp(`^${purpose}-(${OWNER_PATTERN})-\\w{6}$`);
  for (const entry of readdirSync(parent)) {
    const owner = name.exec(entry)?.[1];
    if (owner !== undefined && lifeOf(owner) === "dead") removeOurs(path.join(parent, entry));
  }
  return mkdtempSync(path.join(parent, `${purpose}-${OWNER}-`));
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
