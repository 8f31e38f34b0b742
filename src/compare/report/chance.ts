/** `p = 0.012`, `p < 0.001`: a probability is never said to be 0. */
export const chanceText = (p: number): string => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`);
