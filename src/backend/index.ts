import { EspalierError } from "../errors";
import type { BackendInfo, BackendName } from "./info";
import { loadNative, nativeIsInstalled } from "./native";
import { loadPlain } from "./plain";
import { loadWasm } from "./wasm";

export type { BackendInfo, BackendName } from "./info";
export { nativeIsInstalled } from "./native";

const loaders: Readonly<Record<BackendName, () => Promise<BackendInfo>>> = {
  native: loadNative,
  wasm: loadWasm,
  cpu: loadPlain,
};

let current: Promise<BackendInfo> | undefined;
let currentName: BackendName | undefined;

function nameFromEnvironment(): BackendName | undefined {
  const name = process.env["ESPALIER_BACKEND"];
  if (name === undefined || name === "") return undefined;
  if (name in loaders) return name as BackendName;
  throw new EspalierError(`ESPALIER_BACKEND is "${name}"`, { hint: 'it may be "native", "wasm" or "cpu"' });
}

async function loadDefault(): Promise<BackendInfo> {
  const named = nameFromEnvironment();
  if (named) return loaders[named]();
  try {
    return await loadNative();
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error;
    const info = await loadWasm();
    // Not installed is no news; installed and broken is.
    return nativeIsInstalled() ? { ...info, notice: `${info.notice} (${error.what})` } : info;
  }
}

/**
 * Makes sure that TensorFlow runs, and says which.
 *
 * Without a name: the backend that runs already, else the one in the environment variable ESPALIER_BACKEND, else
 * native TensorFlow where it is installed, else WebAssembly. Plain JavaScript (`cpu`) runs only by name.
 * With a name: that one; calling it again costs nothing. Tensors move along when the backend changes.
 *
 * @throws EspalierError where the backend that was asked for cannot load, with what to do
 */
export async function useBackend(name?: BackendName): Promise<BackendInfo> {
  if (current && (name === undefined || name === currentName)) return current;
  const previous = { current, currentName };
  const loading = name === undefined ? loadDefault() : loaders[name]();
  current = loading;
  currentName = name;
  try {
    const info = await loading;
    if (current === loading) currentName = info.name;
    return info;
  } catch (error) {
    // What ran before runs on; a later call may try again.
    if (current === loading) ({ current, currentName } = previous);
    throw error;
  }
}
