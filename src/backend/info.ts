/** The names under which a backend can be asked for. `cpu` is plain JavaScript, for comparison only. */
export type BackendName = "native" | "wasm" | "cpu";

/** Which TensorFlow runs. */
export interface BackendInfo {
  readonly name: BackendName;
  /** Version of TensorFlow (native) or of TensorFlow.js. */
  readonly version: string;
  /** Threads that one operation may use. */
  readonly threads: number;
  /** Whether it computes with vector instructions. */
  readonly simd: boolean;
  /** One line: which backend runs and, where there is a faster one, how to get it. */
  readonly notice: string;
}
