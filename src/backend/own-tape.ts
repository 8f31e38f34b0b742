import * as tf from "@tensorflow/tfjs-core";
import { dropTape } from "./drop-tape";

/**
 * Works out gradients where tfjs lets none be worked out: inside the forward pass of a custom gradient. What `compute` does is
 * recorded on a tape of its own, and the tape that was being written goes on afterwards as if nothing had been.
 */
export function onOwnTape<Result>(compute: () => Result): Result {
  const { state } = tf.engine();
  const { gradientDepth, kernelDepth, activeTape } = state;
  state.gradientDepth = 0;
  state.kernelDepth = 0;
  state.activeTape = [];
  let done = false;
  try {
    const result = compute();
    done = true;
    return result;
  } finally {
    state.gradientDepth = 0;
    if (!done) dropTape();
    Object.assign(state, { gradientDepth, kernelDepth, activeTape });
  }
}
