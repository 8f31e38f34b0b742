import { open, rm, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** A lock is held for some milliseconds; one this old was left by a process that died. */
const abandoned = 5_000;
const pause = 5;

/**
 * Runs an action while no other kernel runs one under the same lock file.
 *
 * @throws what the action throws, and what the file system says if the lock cannot be made.
 */
export async function locked<T>(lockFile: string, action: () => Promise<T>): Promise<T> {
  while (!(await taken(lockFile))) {
    if (await isAbandoned(lockFile)) await rm(lockFile, { force: true });
    else await sleep(pause);
  }
  try {
    return await action();
  } finally {
    await rm(lockFile, { force: true });
  }
}

async function taken(lockFile: string): Promise<boolean> {
  try {
    await (await open(lockFile, "wx")).close();
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Windows says EPERM while another process is just removing it.
    if (code === "EEXIST" || (code === "EPERM" && process.platform === "win32")) return false;
    throw error;
  }
}

async function isAbandoned(lockFile: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(lockFile)).mtimeMs > abandoned;
  } catch {
    // Gone meanwhile.
    return false;
  }
}
