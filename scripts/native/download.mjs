/* The normal way: tfjs-node's own install script, which downloads libtensorflow and a built binding. */
/* global fetch, AbortSignal */
import { packageFolder, root } from "./binding.mjs";
import { runVisibly } from "./run.mjs";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const probeTimeout = 8_000;
const downloadTimeout = 15 * 60_000;

/** Whether the host that the install script downloads from answers at all. */
async function hostAnswers() {
  const mirror = process.env.TFJS_NODE_CDN_STORAGE ?? process.env.CDN_STORAGE;
  const manifest = JSON.parse(readFileSync(path.join(packageFolder(), "package.json"), "utf8"));
  const host = new URL(mirror ?? manifest.binary.host).origin;
  // fetch goes past a proxy, the install script through it: with a proxy only the attempt itself can tell.
  if (process.env.HTTPS_PROXY ?? process.env.https_proxy) return true;
  try {
    const answer = await fetch(host, { method: "HEAD", signal: AbortSignal.timeout(probeTimeout) });
    return answer.status !== 403 && answer.status !== 407;
  } catch {
    return false;
  }
}

/** Tries the download. Resolves to whether it went through; why it did not is on the screen by then. */
export async function download() {
  const script = path.join("scripts", "install.js");
  if (!existsSync(path.join(packageFolder(), script)) || !(await hostAnswers())) return false;
  const binaries = path.join(root, "node_modules", ".bin");
  const code = await runVisibly(process.execPath, [script], {
    cwd: packageFolder(),
    timeout: downloadTimeout,
    env: { ...process.env, PATH: `${binaries}${path.delimiter}${process.env.PATH}` },
  });
  return code === 0;
}
