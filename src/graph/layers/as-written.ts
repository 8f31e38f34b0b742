/**
 * A layer of the normal form whose options may be absent: those that have no default and that the author left out. (The
 * normal form's own type says of every option that it is there.)
 */
export const asWritten = <L extends object>(layer: L): Partial<L> => layer;
