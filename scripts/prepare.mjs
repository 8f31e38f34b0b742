/*
 * What every command needs: the packages installed, the TypeScript compiled. Does nothing where that is done.
 * Needs nothing but Node itself.
 */
import { fileURLToPath } from "node:url";
import { SetupError } from "./native/console.mjs";
import { buildIfStale } from "./setup/build.mjs";
import { installPackages } from "./setup/install.mjs";

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(`This is Node ${process.versions.node}; Espalier needs 20.19 or newer.`);
}

export async function prepare() {
  checkNode();
  await installPackages();
  await buildIfStale();
}

/** Runs a command's own work; what stops it is said without a stack where it is for the person who ran it. */
export async function command(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

// As a program of its own: `node scripts/prepare.mjs`.
if (process.argv[1] === fileURLToPath(import.meta.url)) await command(prepare);
