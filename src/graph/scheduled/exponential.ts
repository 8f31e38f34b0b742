import type { Shape } from "./shape";

/** from · (to / from)^share: Keras' ExponentialDecay, which says the factor to / from of so many steps. */
export const exponential: Shape = (from, to, { share }) => from * (to / from) ** share;
