import type { Shape } from "./shape";

/** As linear, as it was when the epoch began. */
export const steps: Shape = (from, to, { ofEpoch }) => from + (to - from) * ofEpoch;
