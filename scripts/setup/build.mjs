/* From TypeScript to dist/: is it up to date, and bringing it there. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { SetupError, say } from "../native/console.mjs";
import { runVisibly } from "../native/run.mjs";
import { root } from "./paths.mjs";
import { removeStale } from "./stale.mjs";

/** In the order in which they are built: each imports the types of those before it. */
const projects = ["kernel-ext/figure", "kernel-ext/kernel", "."];
const inputs = [
  "src",
  "kernel-ext/figure/src",
  "kernel-ext/kernel/src",
  "package-lock.json",
  "tsconfig.json",
  "kernel-ext/figure/tsconfig.json",
  "kernel-ext/kernel/tsconfig.json",
];
/** What was built last; written only when all of it has succeeded. */
const mark = path.join(root, "dist", ".built-from");

function filesOf(place) {
  const full = path.join(root, place);
  if (path.extname(place) !== "") return [full];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Of names and contents, not times: a fresh clone, a copy and a switched branch are all judged rightly. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap(filesOf))
    hash.update(path.relative(root, file)).update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

function builtFrom() {
  try {
    return readFileSync(mark, "utf8");
  } catch {
    return undefined;
  }
}

/** Compiles everything, up to date or not, and leaves nothing that no source gives. */
export async function build() {
  const from = fingerprint();
  const compiler = createRequire(path.join(root, "package.json")).resolve("typescript/bin/tsc");
  for (const project of projects) {
    const code = await runVisibly(process.execPath, [compiler, "-p", path.join(root, project)], {
      cwd: root,
    });
    if (code !== 0)
      throw new SetupError("The TypeScript does not compile (the compiler's messages are above).");
  }
  for (const project of projects)
    removeStale(path.join(root, project, "src"), path.join(root, project, "dist"));
  await runVisibly(process.execPath, [path.join(root, "scripts", "link-notebooks.mjs")]);
  mkdirSync(path.dirname(mark), { recursive: true });
  writeFileSync(mark, from);
}

/** Compiles where something has changed since the last time. */
export async function buildIfStale() {
  if (builtFrom() === fingerprint()) return;
  say("Compiling.");
  await build();
}
