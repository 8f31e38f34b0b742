import * as tf from "@tensorflow/tfjs-core";

/**
 * Frees what the tape keeps for gradients that will never be asked for. tfjs does so only once it has worked them out: where a
 * function whose gradients are wanted throws, every value that an operation saved stays.
 *
 * Call it after `tf.engine().gradients` has thrown, outside of any other gradient.
 */
export function dropTape(): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0) return;
  // There is none between gradients, whatever the engine's type says.
  const tape = state.activeTape as typeof state.activeTape | null;
  for (const { saved } of tape ?? []) tf.dispose(saved ?? []);
  state.activeTape = [];
}
