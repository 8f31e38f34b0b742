import * as tf from "@tensorflow/tfjs-core";
import { getThreadsCount, setWasmPaths, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { createRequire } from "node:module";
import path from "node:path";
import { EspalierError } from "../../errors";
import "../gradients";
import type { BackendInfo } from "../info";
import { withoutNewHandlers } from "../quiet";
import { registerMissingKernels } from "./register";

const requireHere = createRequire(__filename);

let prepared = false;

/**
 * Makes WebAssembly the backend, with the kernels that training needs and tfjs leaves out.
 *
 * @throws EspalierError where WebAssembly cannot start
 */
export async function loadWasm(): Promise<BackendInfo> {
  if (!prepared) {
    // Next to the package's own code, wherever npm has put that: seen from dist/, from src/ and from a notebook.
    setWasmPaths(path.dirname(requireHere.resolve("@tensorflow/tfjs-backend-wasm")) + path.sep);
    registerMissingKernels();
    prepared = true;
  }
  if (!(await withoutNewHandlers(() => tf.setBackend("wasm"))))
    throw new EspalierError("the WASM backend does not start", {
      hint: "it needs a Node with WebAssembly and the files of @tensorflow/tfjs-backend-wasm; run `npm install` again",
    });
  const simd = tf.env().getBool("WASM_HAS_SIMD_SUPPORT");
  return {
    name: "wasm",
    version: version_wasm,
    threads: getThreadsCount(),
    simd,
    notice:
      `TensorFlow.js ${version_wasm} on WebAssembly (one thread${simd ? "" : ", no SIMD"}); ` +
      "native TensorFlow trains large networks faster: npm run setup:native",
  };
}
