import * as tf from "@tensorflow/tfjs-core";
import { nativeIsInstalled, useBackend, type BackendInfo, type BackendName } from "../../backend";
import { EspalierError } from "../../errors";
import type { DoctorCheck } from "./check";

/** Does it compute? A product of matrices and its gradient, whose values are known. */
function computes(): boolean {
  return tf.tidy(() => {
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const gradient = tf.grad((w) => tf.sum(tf.matMul(x, w as tf.Tensor2D)))(tf.onesLike(x));
    return [...gradient.dataSync()].join() === "4,4,6,6";
  });
}

function found({ name, version, threads, simd }: BackendInfo): string {
  const parts = [
    name === "native" ? `TensorFlow ${version}` : `TensorFlow.js ${version}`,
    threads === 1 ? "1 thread" : `${threads} threads`,
    simd ? "SIMD" : "no SIMD",
  ];
  return parts.join(", ");
}

async function check(backend: BackendName, required: boolean, advice: string): Promise<DoctorCheck> {
  const name = backend === "native" ? "native TensorFlow" : "WebAssembly TensorFlow";
  try {
    const info = await useBackend(backend);
    if (computes()) return { name, state: "found", required, detail: found(info) };
    return { name, state: "broken", required, detail: `${found(info)}: its arithmetic is wrong`, advice };
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error;
    return { name, state: "broken", required, detail: error.what, advice };
  }
}

/** Both backends: WebAssembly must run everywhere, native TensorFlow is faster. */
export async function checkBackends(): Promise<DoctorCheck[]> {
  const setUp = "for large networks it is faster: npm run setup:native";
  const native: DoctorCheck = nativeIsInstalled()
    ? await check("native", false, setUp)
    : {
        name: "native TensorFlow",
        state: "missing",
        required: false,
        detail: "not installed; training runs on WebAssembly",
        advice: setUp,
      };
  return [native, await check("wasm", true, "install Espalier's packages again: npm install")];
}
