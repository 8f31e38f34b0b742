import * as tf from "@tensorflow/tfjs-core";
import "./gradients";
import type { BackendInfo } from "./info";

/** Makes plain JavaScript the backend: to measure against, never by default. */
export async function loadPlain(): Promise<BackendInfo> {
  // It greets at the first tensor unless tfjs is told that this is on purpose.
  tf.env().set("PROD", true);
  await import("@tensorflow/tfjs-backend-cpu");
  await tf.setBackend("cpu");
  const version = tf.version_core;
  return {
    name: "cpu",
    version,
    threads: 1,
    simd: false,
    notice: `TensorFlow.js ${version} in plain JavaScript, chosen by name: slow, for comparison only.`,
  };
}
