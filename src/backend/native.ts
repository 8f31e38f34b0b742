import * as tf from "@tensorflow/tfjs-core";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import util from "node:util";
import { EspalierError } from "../errors";
import { correctRunningSum } from "./cumsum-gradient";
import type { BackendInfo } from "./info";
import { correctEmptyConvolutions } from "./native-empty";
import { withoutChatter } from "./quiet";

const requireHere = createRequire(__filename);

/** What tfjs-node calls of Node's `util` and Node 23 took away. */
const removedFromUtil = {
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  isArray: (value: unknown) => Array.isArray(value),
};

/** Loads the library first through the add-on that `npm run setup:native` builds, which mutes its remarks. */
function preloadQuietly(folder: string): void {
  const addOn = path.join(folder, "lib", "napi-v8", "quiet.node");
  const library = process.platform === "darwin" ? "libtensorflow_cc.2.dylib" : "libtensorflow_cc.so.2";
  if (!existsSync(addOn)) return;
  // A failure shows again, and in full, when the binding loads.
  (requireHere(addOn) as { loadQuietly(path: string): unknown }).loadQuietly(
    path.join(folder, "deps", "lib", library),
  );
}

/** Whether native TensorFlow is set up here: tfjs-node with its binding. It may still fail to load. */
export function nativeIsInstalled(): boolean {
  try {
    const folder = path.dirname(requireHere.resolve("@tensorflow/tfjs-node/package.json"));
    const versions = readdirSync(path.join(folder, "lib"));
    return versions.some((version) => existsSync(path.join(folder, "lib", version, "tfjs_binding.node")));
  } catch {
    return false;
  }
}

/** Why tfjs-node cannot load, in its own words; its advice is for another set-up. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]!.trim();
}

let loaded = false;

/**
 * Makes native TensorFlow the backend.
 *
 * @throws EspalierError where tfjs-node is not installed or its library does not load
 */
export async function loadNative(): Promise<BackendInfo> {
  // Read when the library loads: 2 leaves warnings and errors. What the caller set stays.
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
  if (!loaded) {
    const nodeUtil = util as unknown as Record<string, unknown>;
    for (const [name, value] of Object.entries(removedFromUtil)) nodeUtil[name] ??= value;
    try {
      preloadQuietly(path.dirname(requireHere.resolve("@tensorflow/tfjs-node/package.json")));
      withoutChatter(() => void requireHere("@tensorflow/tfjs-node"));
    } catch (error) {
      throw new EspalierError(`native TensorFlow does not load: ${reason(error)}`, {
        hint: "run `npm run setup:native` where Espalier is installed",
        cause: error,
      });
    }
    correctEmptyConvolutions();
    // tfjs-node brings all gradients once more.
    correctRunningSum();
    loaded = true;
  }
  await tf.setBackend("tensorflow");
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
  const threads = Number(process.env["TF_NUM_INTRAOP_THREADS"]) || os.availableParallelism();
  const version = binding.TF_Version;
  return {
    name: "native",
    version,
    threads,
    simd: true,
    notice: `Native TensorFlow ${version}, ${threads} ${threads === 1 ? "thread" : "threads"}.`,
  };
}
