/*
 * Lets notebooks say `import … from "espalier"`: makes `notebooks/node_modules/espalier` a link to this project.
 * tslab resolves packages, and their types, from the notebook's folder upward.
 */
import { lstatSync, mkdirSync, readlinkSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { root } from "./setup/paths.mjs";

const folder = path.join(root, "notebooks", "node_modules");
const link = path.join(folder, "espalier");

function existing() {
  try {
    return lstatSync(link);
  } catch {
    return undefined;
  }
}

function pointsHere() {
  try {
    return realpathSync(link) === realpathSync(root);
  } catch {
    return false;
  }
}

const found = existing();
if (found && !found.isSymbolicLink()) {
  console.error(`${link} is not a link; remove it, then run this again.`);
  process.exit(1);
}
if (!found || !pointsHere() || path.isAbsolute(readlinkSync(link))) {
  mkdirSync(folder, { recursive: true });
  rmSync(link, { force: true });
  // Relative, so that the project can be moved; a junction, the kind that Windows lets everybody make, cannot be.
  if (process.platform === "win32") symlinkSync(root, link, "junction");
  else symlinkSync(path.relative(folder, root), link, "dir");
}
