import type { Shape } from "./shape";

/** from + (to - from) · share: Keras' PolynomialDecay of power 1. */
export const linear: Shape = (from, to, { share }) => from + (to - from) * share;
