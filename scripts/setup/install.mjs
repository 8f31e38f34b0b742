/* The packages of node_modules: are they those of package-lock.json, and getting them. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { SetupError, say } from "../native/console.mjs";
import { runVisibly } from "../native/run.mjs";
import { root } from "./paths.mjs";

const read = (...parts) => JSON.parse(readFileSync(path.join(root, ...parts), "utf8"));

/** Packages that are for other platforms, or that may fail to install. */
const mayBeAbsent = ({ optional, devOptional, peer }) => optional || devOptional || peer;

/** Why the packages must be installed; `undefined` where they are as they should be. */
function whyInstall() {
  if (!existsSync(path.join(root, "node_modules", ".package-lock.json"))) return "nothing is installed yet";
  const wanted = read("package-lock.json").packages;
  // What npm keeps of what it has installed.
  const present = read("node_modules", ".package-lock.json").packages;
  for (const [place, entry] of Object.entries(wanted)) {
    if (!place.includes("node_modules/") || mayBeAbsent(entry)) continue;
    if (!present[place]) return `${place.replace(/^.*node_modules\//, "")} is missing`;
    if (present[place].version !== entry.version && !entry.link)
      return `${place.replace(/^.*node_modules\//, "")} is ${present[place].version}, not ${entry.version}`;
  }
  return undefined;
}

/** Installs the packages where they are missing or not those of package-lock.json. */
export async function installPackages() {
  const why = whyInstall();
  if (!why) return;
  say(`Installing packages (${why}). This takes a minute or two.`);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const code = await runVisibly(npm, ["install", "--no-audit", "--no-fund"], {
    cwd: root,
    shell: process.platform === "win32",
  });
  if (code !== 0)
    throw new SetupError(
      "npm could not install the packages (its message is above). Check the network, or npm's registry setting.",
    );
}
