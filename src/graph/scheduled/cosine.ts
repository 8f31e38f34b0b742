import type { Shape } from "./shape";

/** to + (from - to) · (1 + cos(π · share)) / 2: Keras' CosineDecay. */
export const cosine: Shape = (from, to, { share }) =>
  to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
