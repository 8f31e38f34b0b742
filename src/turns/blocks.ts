import type { Schedule } from "./schedule";

/** All batches of one turn, then all of the next; the turns in random order, so that none is always the last. */
export const blocks: Schedule<"blocks"> = {
  drawn: false,
  order: ({ batches }, { random }) =>
    [...random.permutation(batches.length)].flatMap((turn) =>
      Array.from({ length: batches[turn]! }, () => turn),
    ),
};
