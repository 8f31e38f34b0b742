import { applyActivation } from "./activations";
import type { Apply } from "./layer";

/** Along the last axis. */
export const softmax: Apply<"softmax"> = (_, [x]) => ({ value: applyActivation("softmax", x!) });
