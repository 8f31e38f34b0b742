import type { RandomStream } from "../backend/random";

/** A number of a range, drawn uniformly. */
export const within = (stream: RandomStream, [least, most]: readonly [number, number]): number =>
  least + (most - least) * stream.next();
