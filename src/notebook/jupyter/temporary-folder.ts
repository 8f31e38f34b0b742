/*
 * Folders in the temporary one that do not outlive their process: it removes them when it ends, and what a process
 * left that was killed, the next one removes.
 */
import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

const prefix = "espalier-kernel-";

/** A new folder, only for this user, and how to remove it: at the end of the process at the latest. */
export function temporaryFolder(parent: string = tmpdir()): { path: string; remove: () => void } {
  removeLeftovers(parent);
  const path = mkdtempSync(join(parent, `${prefix}${machine()}-${process.pid}-`));
  const remove = (): void => {
    process.off("exit", remove);
    rmSync(path, { recursive: true, force: true });
  };
  process.on("exit", remove);
  return { path, remove };
}

/** Removes the folders of this user whose processes have ended. What cannot be removed is left. */
export function removeLeftovers(parent: string): void {
  const name = new RegExp(`^${prefix}${machine()}-(\\d+)-\\w{6}$`);
  for (const entry of entriesOf(parent)) {
    const owner = Number(name.exec(entry)?.[1]);
    if (!owner || isAlive(owner)) continue;
    try {
      const found = lstatSync(join(parent, entry));
      const isOurs = found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid);
      if (isOurs) rmSync(join(parent, entry), { recursive: true, force: true });
    } catch {
      // Somebody else was quicker, or may do more than we.
    }
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One of another user is alive, too.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Containers may share a temporary folder, and each counts its processes anew: a mark of where the number counts. */
function machine(): string {
  let namespace = "";
  try {
    namespace = readlinkSync("/proc/self/ns/pid");
  } catch {
    // Only Linux has them.
  }
  return createHash("sha256").update(`${hostname()} ${namespace}`).digest("hex").slice(0, 8);
}
